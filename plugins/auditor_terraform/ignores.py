"""Comments that accept a finding: auditor's own form, and those of checkov, trivy and tfsec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from auditor_resources.model import Place
from auditor_terraform.syntax import BodySyntax, FileSyntax, parse_structure

_MARKER = re.compile(
    rb"(?:auditor|tfsec|trivy):ignore|(?:checkov|bridgecrew|cortex):skip", re.IGNORECASE
)
_AUDITOR = re.compile(r"auditor:ignore(?:=([\w.,*-]*))?(.*)", re.S)
_UNTIL = re.compile(r"\buntil=(\S+)")
_REASON = re.compile(r'\breason=(?:"([^"]*)"|(\S+))')
_CHECKOV = re.compile(
    r"(?:checkov|bridgecrew|cortex):skip=[ \t]*(\w+(?:[ \t]*,[ \t]*\w+)*)(?:[ \t]*:([^\n]*))?"
)
_TRIVY = re.compile(
    r"\b(trivy|tfsec):ignore:([\w*.-]+)(\[[^\]\n]*\])?((?:[: \t]+(?:exp|ws):[\w.*-]+)*)"
)
_OPTION = re.compile(r"(exp|ws):([\w.*-]+)")
_HCL = (".tf", ".tfvars", ".hcl", ".tofu")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One request to ignore findings.

    ``kind`` is ``auditor``, ``checkov``, ``trivy`` or ``tfsec``; ``until`` is a date
    (YYYY-MM-DD) or empty; ``problem`` says why the request cannot be granted, or is empty.
    """

    kind: str
    ids: tuple[str, ...]
    place: Place
    reason: str
    until: str
    problem: str


def find(source: bytes | str, file: str) -> list[Ignore]:
    """Return the requests in the comments of a configuration file, in their order.

    :param source: the whole file; one that is not in HCL's native syntax has none.
    """
    content = source.encode() if isinstance(source, str) else source
    if not file.endswith(_HCL) or not _may_hold_marker(content):
        return []
    found: list[Ignore] = []
    for line, end_line, text in _comments(content):
        place = Place(file, line, end_line)
        found.extend(_auditor(text, place))
        found.extend(_checkov(text, place))
        found.extend(_trivy(text, place))
    return found


def _may_hold_marker(content: bytes) -> bool:
    lower = content.lower()
    return b":ignore" in lower or b":skip" in lower


def _comments(content: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield first line, last line and text of the comments that hold a marker."""
    from auditor_terraform.faults import parse_tree

    content = content.removeprefix(b"\xef\xbb\xbf")
    todo = [parse_tree(content).root_node]
    while todo:
        node = todo.pop()
        text = content[node.start_byte : node.end_byte]
        if _MARKER.search(text) is None:
            continue
        if node.type == "comment":
            first = node.start_point.row + 1
            yield first, first + text.count(b"\n"), text.decode("utf-8", "replace")
        else:
            todo.extend(reversed(node.children))


def _date_problem(text: str) -> str:
    try:
        return "" if date.fromisoformat(text).isoformat() == text else "the date is not YYYY-MM-DD"
    except ValueError:
        return "the date is not a date in the form YYYY-MM-DD"


def _auditor(text: str, place: Place) -> Iterator[Ignore]:
    for line, part in enumerate(text.split("\n")):
        found = _AUDITOR.search(part)
        if found is None:
            continue
        ids = tuple(name for name in (found[1] or "").split(",") if name)
        rest = found[2].removesuffix("*/")
        until = _UNTIL.search(rest)
        reason = _REASON.search(rest)
        said = "" if reason is None else (reason[1] or reason[2] or "").strip()
        missing = [
            name
            for name, present in (("check", ids), ("until=YYYY-MM-DD", until), ('reason="…"', said))
            if not present
        ]
        problem = f"{' and '.join(missing)} missing" if missing else ""
        if not problem and until is not None:
            problem = _date_problem(until[1])
        here = Place(place.file, place.line + line, place.line + line)
        yield Ignore("auditor", ids, here, said, until[1] if until else "", problem)


def _checkov(text: str, place: Place) -> Iterator[Ignore]:
    for found in _CHECKOV.finditer(text):
        ids = tuple(name.strip() for name in found[1].split(","))
        reason = (found[2] or "").removesuffix("*/").strip()
        line = place.line + text.count("\n", 0, found.start())
        yield Ignore("checkov", ids, Place(place.file, line, line), reason, "", "")


def _trivy(text: str, place: Place) -> Iterator[Ignore]:
    for found in _TRIVY.finditer(text):
        options = dict(_OPTION.findall(found[4]))
        until = options.get("exp", "")
        problem = _date_problem(until) if until else ""
        if options.get("ws", "default") not in ("default", "*"):
            problem = f"it holds for workspace {options['ws']} only"
        if found[3]:
            problem = "its conditions in brackets are not evaluated"
        line = place.line + text.count("\n", 0, found.start())
        here = Place(place.file, line, line)
        yield Ignore(found[1], (found[2],), here, "", until, problem)


@lru_cache(maxsize=2)
def _structure(content: bytes) -> FileSyntax:
    return parse_structure(content, "")


def ignored_region(ignore: Ignore, syntax: FileSyntax | bytes | str) -> tuple[int, int]:
    """Return the first and last line that a request covers.

    A request of checkov covers the top-level block around it. The others cover the
    attribute or block that follows; after code on the same line, that line, or the
    block that it opens.

    :param syntax: the file the request stands in, parsed or as read.
    """
    content = syntax.source if isinstance(syntax, FileSyntax) else syntax
    if isinstance(content, str):
        content = content.encode()
    body = _structure(content).body
    line = ignore.place.line
    if ignore.kind == "checkov":
        for block in body.blocks:
            if block.place.line <= line <= block.place.end_line:
                return block.place.line, block.place.end_line
        return line, line
    here = content.split(b"\n", line)[line - 1].strip() if line > 0 else b""
    if not here.startswith((b"#", b"//", b"/*", b"*")) and _holds_code(here):
        return _opened_at(body, line)
    return _following(body, line)


def _holds_code(line: bytes) -> bool:
    """Tell whether something stands before the marker's comment on its line."""
    found = re.match(rb"[^#]*?(?=#|//|/\*)", line)
    return found is not None and bool(found[0].strip())


def _opened_at(body: BodySyntax, line: int) -> tuple[int, int]:
    """Return the lines of the block whose header is at this line, else the line."""
    todo = [body]
    while todo:
        for block in todo.pop().blocks:
            if block.place.line == line:
                return block.place.line, block.place.end_line
            if block.place.line < line <= block.place.end_line:
                todo.append(block.body)
    return line, line


def _following(body: BodySyntax, line: int) -> tuple[int, int]:
    """Return the lines of the first attribute or block after a line, in the same body."""
    while True:
        inner = next((b for b in body.blocks if b.place.line < line <= b.place.end_line), None)
        if inner is None:
            break
        body = inner.body
    places = [attribute.place for attribute in body.attributes.values()]
    places += [block.place for block in body.blocks]
    following = [(place.line, place.end_line) for place in places if place.line > line]
    return min(following, default=(line, line))
