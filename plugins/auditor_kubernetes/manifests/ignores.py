"""What accepts a finding within a manifest: comments, and annotations of other tools.

Comments: auditor's own form, and those of checkov, trivy and tfsec, as in Terraform's files.
Annotations: checkov, kube-linter, kube-score and polaris; they hold for the whole object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from auditor_kubernetes.manifests.layout import Layout
from auditor_kubernetes.manifests.reading import Document
from auditor_objects.model import Lines, Node, Object

_MARKER = re.compile(
    r"(?:auditor|tfsec|trivy):ignore|(?:checkov|bridgecrew|cortex):skip", re.IGNORECASE
)
_TOKEN = re.compile(
    r"""(?<![^\s\[{,:])(?:"(?:\\.|[^"\\])*"|'[^']*')|(?:^|(?<=\s))\#(?P<comment>.*)"""
)
"""A text in quotes, or a comment."""
_AUDITOR = re.compile(r"auditor:ignore(?:=([\w.,*-]*))?(.*)", re.S)
_UNTIL = re.compile(r"\buntil=(\S+)")
_REASON = re.compile(r'\breason=(?:"([^"]*)"|(\S+))')
_CHECKOV = re.compile(
    r"(?:checkov|bridgecrew|cortex):skip=[ \t]*(\w+(?:[ \t]*,[ \t]*\w+)*)(?:[ \t]*:([^\n]*))?"
)
_TRIVY = re.compile(
    r"\b(trivy|tfsec):ignore:([\w*.-]+)(\[[^\]\n]*\])?((?:[: \t]+(?:exp|ws):[\w.*-]+)*)"
)
_EXPIRES = re.compile(r"\bexp:([\w.*-]+)")

_LONGEST = 2000
"""Characters of a comment or annotation that are read."""
_CHECKOV_SKIP = re.compile(r"(?:checkov|bridgecrew|cortex)\.io/skip\d+")
_LINTER = "ignore-check.kube-linter.io/"
_LINTER_ALL = "kube-linter.io/ignore-all"
_SCORE = "kube-score/ignore"
_POLARIS = re.compile(r"polaris\.fairwinds\.com/(?:(.+)-)?exempt")


class Ignore(NamedTuple):
    """One request to accept findings in ``region``; see
    :class:`auditor.collecting.InlineWaiver`."""

    syntax: str
    ids: tuple[str, ...]
    line: int
    region: Lines
    reason: str = ""
    until: str = ""
    problem: str = ""


class _Said(NamedTuple):
    syntax: str
    ids: tuple[str, ...]
    reason: str = ""
    until: str = ""
    problem: str = ""


def of_comments(content: bytes, documents: Sequence[Document]) -> Iterator[Ignore]:
    """Yield the requests in the comments of a file, in their order.

    A comment on its own line holds for what follows: an entry, an element, before a document's
    first key the whole document. After code it holds for what begins on its line. One of checkov
    holds for the document around it.
    """
    lower = content.lower()
    if b":ignore" not in lower and b":skip" not in lower:
        return
    layout = Layout(documents)
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
        if _MARKER.search(line) is None:
            continue
        comment = _comment(line)
        if not comment or layout.within_text(number):
            continue
        alone = line.lstrip().startswith("#")
        for said in _read(comment[:_LONGEST]):
            region = layout.region(number, alone, said.syntax == "checkov")
            yield Ignore(said.syntax, said.ids, number, region, *said[2:])


def _comment(line: str) -> str:
    """Return the comment of a line, or nothing."""
    return next((token["comment"] for token in _TOKEN.finditer(line) if token["comment"]), "")


def _read(text: str) -> Iterator[_Said]:
    yield from _auditor(text)
    for found in _CHECKOV.finditer(text):
        ids = tuple(name.strip() for name in found[1].split(","))
        yield _Said("checkov", ids, (found[2] or "").strip())
    for found in _TRIVY.finditer(text):
        expires = _EXPIRES.search(found[4])
        until = expires[1] if expires else ""
        problem = _date_problem(until) if until else ""
        if found[3]:
            problem = "its conditions in brackets are not evaluated"
        yield _Said(found[1], (found[2],), "", until, problem)


def _auditor(text: str) -> Iterator[_Said]:
    found = _AUDITOR.search(text)
    if found is None:
        return
    ids = tuple(name for name in (found[1] or "").split(",") if name)
    until = _UNTIL.search(found[2])
    reason = _REASON.search(found[2])
    said = "" if reason is None else (reason[1] or reason[2] or "").strip()
    wanted = (("check", ids), ("until=YYYY-MM-DD", until), ('reason="…"', said))
    missing = [name for name, present in wanted if not present]
    problem = f"{' and '.join(missing)} missing" if missing else ""
    if not problem and until is not None:
        problem = _date_problem(until[1])
    yield _Said("auditor", ids, said, until[1] if until else "", problem)


def _date_problem(text: str) -> str:
    try:
        return "" if date.fromisoformat(text).isoformat() == text else "the date is not YYYY-MM-DD"
    except ValueError:
        return "the date is not a date in the form YYYY-MM-DD"


def of_object(obj: Object) -> Iterator[Ignore]:
    """Yield the requests in the annotations of an object and of its template of pods."""
    if obj.lines is None:
        return
    for node in (obj.annotations, _template(obj).get("metadata", "annotations")):
        if not isinstance(node.value, dict):
            continue
        for key, value in node.entries():
            for said in _annotation(key[:_LONGEST], value.known()[:_LONGEST]):
                line = value.lines[0] if value.lines else obj.lines[0]
                yield Ignore(said.syntax, said.ids, line, obj.lines, *said[2:])


def _template(obj: Object) -> Node:
    """Return the template of pods of a workload; reading on leaves no trouble."""
    value: Any = obj.root.value
    steps = ("spec", "jobTemplate", "spec", "template") if obj.kind == "CronJob" else (
        "spec", "template"
    )  # fmt: skip
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    sound = isinstance(value, dict) and isinstance(value.get("metadata"), dict)
    return obj.get(*steps) if sound else Node(None, obj)


def _annotation(key: str, value: str) -> Iterator[_Said]:
    polaris = _POLARIS.fullmatch(key)
    if _CHECKOV_SKIP.fullmatch(key):
        ids, _, reason = value.partition("=")
        yield _Said("checkov", (ids.strip(),), reason.strip())
    elif key.startswith(_LINTER):
        yield _Said("kube-linter", (key.removeprefix(_LINTER),), value)
    elif key == _LINTER_ALL:
        yield _Said("kube-linter", ("*",), value)
    elif key == _SCORE:
        names = tuple(name.strip() for name in value.split(",") if name.strip())
        yield _Said("kube-score", ("*",) if names == ("all",) else names)
    elif polaris and value.lower() == "true":
        yield _Said("polaris", (polaris[1] or "*",))
