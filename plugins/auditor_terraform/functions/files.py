"""Functions that read files of the configuration, and on their paths."""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import os
import posixpath
import re
from collections.abc import Callable

from auditor_resources.model import Partial, Unknown, Value
from auditor_resources.values import Failed, Set, merged, to_string
from auditor_terraform.expressions import Malformed
from auditor_terraform.functions.registry import function, special
from auditor_terraform.limits import MAX_ELEMENTS
from auditor_terraform.nodes import Attribute, Index, Node, Reference, Scope
from auditor_terraform.world import Withheld, World


def _reader(name: str, change: Callable[[bytes], Value]) -> None:
    def read(nodes: list[Node], scope: Scope, world: World) -> Value:
        content = _content(nodes, scope, world)
        return content if isinstance(content, Unknown) else change(content)

    special(name)(read)


def _content(nodes: list[Node], scope: Scope, world: World) -> bytes | Unknown:
    if len(nodes) != 1:
        raise Failed("the function takes one path")
    path = to_string(nodes[0].evaluate(scope))
    if isinstance(path, Unknown):
        return merged([path])
    try:
        return world.read(path)
    except Withheld as reason:
        return Unknown(f"file not read: {reason}")


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Failed("the file is not UTF-8") from None


_reader("file", _text)
_reader("filebase64", lambda content: base64.b64encode(content).decode())
_reader("filemd5", lambda content: hashlib.md5(content, usedforsecurity=False).hexdigest())
_reader("filesha1", lambda content: hashlib.sha1(content, usedforsecurity=False).hexdigest())
_reader("filesha256", lambda content: hashlib.sha256(content).hexdigest())
_reader("filesha512", lambda content: hashlib.sha512(content).hexdigest())
_reader(
    "filebase64sha256",
    lambda content: base64.b64encode(hashlib.sha256(content).digest()).decode(),
)
_reader(
    "filebase64sha512",
    lambda content: base64.b64encode(hashlib.sha512(content).digest()).decode(),
)


@special("fileexists")
def file_exists(nodes: list[Node], scope: Scope, world: World) -> Value:
    """Tell whether a file exists."""
    if len(nodes) != 1:
        raise Failed("the function takes one path")
    path = to_string(nodes[0].evaluate(scope))
    return merged([path]) if isinstance(path, Unknown) else world.exists(path)


class _TemplateScope:
    """The scope of a template file: only the variables it is given."""

    def __init__(self, world: World) -> None:
        self.world = world

    def resolve(self, root: str, names: tuple[str, ...]) -> tuple[Value, int]:
        """Refuse: the template names what it was not given."""
        raise Failed(f"the template uses {root}, which it is not given")

    def call(self, name: str, arguments: list[Node], scope: Scope, spread: bool) -> Value:
        """Call a function, template functions excepted."""
        from auditor_terraform.functions.registry import call

        if name in ("templatefile", "templatestring"):
            raise Failed("a template cannot render a template")
        return call(name, arguments, scope, spread, self.world)


def render(text: str, variables: Value, world: World) -> Value:
    """Render a template with the variables of an object.

    :raises Failed: when Terraform would refuse.
    """
    from auditor_terraform.templates import parse_template

    if isinstance(variables, Unknown):
        return merged([variables])
    if not isinstance(variables, dict):
        raise Failed("the variables of a template are an object")
    try:
        node = parse_template(text)
    except Malformed as fault:
        raise Failed(f"the template cannot be read: {fault}") from None
    return node.evaluate(Scope(_TemplateScope(world), world.budget, dict(variables)))


@special("templatefile")
def template_file(nodes: list[Node], scope: Scope, world: World) -> Value:
    """Render a template file."""
    if len(nodes) != 2:
        raise Failed("templatefile takes a path and variables")
    content = _content(nodes[:1], scope, world)
    variables = nodes[1].evaluate(scope)
    if isinstance(content, Unknown):
        return merged([content, variables])
    return render(_text(content), variables, world)


@special("templatestring")
def template_string(nodes: list[Node], scope: Scope, world: World) -> Value:
    """Render a template given as text."""
    if len(nodes) != 2 or not isinstance(nodes[0], Reference | Attribute | Index):
        raise Failed("templatestring takes a reference to a template, and variables")
    text = to_string(nodes[0].evaluate(scope))
    variables = nodes[1].evaluate(scope)
    if isinstance(text, Unknown):
        return merged([text, variables])
    return render(text, variables, world)


@special("fileset")
def file_set(nodes: list[Node], scope: Scope, world: World) -> Value:
    """Return the files below a directory that match a pattern."""
    if len(nodes) != 2:
        raise Failed("fileset takes a path and a pattern")
    path = to_string(nodes[0].evaluate(scope))
    pattern = to_string(nodes[1].evaluate(scope))
    if isinstance(path, Unknown) or isinstance(pattern, Unknown):
        return merged([path, pattern])
    top = world.inside(path)
    if top is None:
        return Unknown("directory not read: it lies outside what is audited")
    matches = re.compile(_glob(pattern))
    found: list[str] = []
    seen = 0
    for folder, _, names in os.walk(top):
        seen += len(names) + 1
        if seen > MAX_ELEMENTS:
            return Unknown("too large: too many files")
        for name in names:
            relative = os.path.relpath(os.path.join(folder, name), top).replace(os.sep, "/")  # noqa: PTH118
            if matches.fullmatch(relative):
                found.append(relative)
    return Set(sorted(found))


def _glob(pattern: str) -> str:
    """Translate a pattern with ``**``, ``*``, ``?``, ``[…]`` and ``{a,b}``."""
    out = []
    at = 0
    groups = 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            out.append("(?:[^/]+/)*")
            at += 3
            continue
        if pattern.startswith("**", at):
            out.append(".*")
            at += 2
            continue
        sign = pattern[at]
        at += 1
        if sign == "*":
            out.append("[^/]*")
        elif sign == "?":
            out.append("[^/]")
        elif sign == "{":
            groups += 1
            out.append("(?:")
        elif sign == "}" and groups:
            groups -= 1
            out.append(")")
        elif sign == "," and groups:
            out.append("|")
        elif sign == "[" and "]" in pattern[at:]:
            end = pattern.index("]", at)
            out.append(fnmatch.translate(pattern[at - 1 : end + 1])[4:-3])
            at = end + 1
        else:
            out.append(re.escape(sign))
    return "".join(out) + ")" * groups


@function("abspath", "s")
def absolute_path(path: str) -> Value:
    """Return Unknown: it depends on where Terraform runs."""
    if path.startswith("/"):
        return posixpath.normpath(path)
    return Unknown("abspath depends on where terraform runs")


@function("pathexpand", "s")
def expand_path(path: str) -> Value:
    """Return the path; a home directory is not known."""
    if path.startswith("~"):
        return Unknown("the home directory depends on who runs terraform")
    return path


@function("dirname", "s")
def directory_name(path: str) -> Value:
    """Return all but the last element of a path."""
    head = path.rpartition("/")[0]
    if not head:
        return "/" if path.startswith("/") else "."
    return posixpath.normpath(head)


@function("basename", "s", unknown="own")
def base_name(path: str | Unknown) -> Value:
    """Return the last element of a path."""
    if isinstance(path, Partial) and isinstance(path.parts[-1], str) and "/" in path.parts[-1]:
        path = path.parts[-1]
    if isinstance(path, Unknown):
        return merged([path])
    stripped = path.rstrip("/")
    if not stripped:
        return "/" if path else "."
    return stripped.rpartition("/")[2]
