"""Templates: quoted strings, heredocs and template files, with holes and directives.

The rules for ``~`` and for the indentation of ``<<-`` are those of HCL's own parser
(hclsyntax, parser_template.go): both act on the one literal token beside them, and a
literal token ends with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from auditor_resources.limits import MAX_NESTING
from auditor_terraform.expressions import Malformed, Parser
from auditor_terraform.loops import TemplateFor
from auditor_terraform.nodes import Conditional, Literal, Node, Template

_QUOTED_TEXT = re.compile(
    r'(?:[^"\\$%\n]+|\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})'
    r"|\$(?!\{)(?:\$\{)?|%(?!\{)(?:%\{)?)+"
)
_BARE_TEXT = re.compile(r"(?:[^$%\n]+|\$(?!\{)(?:\$\{)?|%(?!\{)(?:%\{)?)+")
_PLAIN = re.compile(r'[^"\\$%\n]*"')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$(\$\{)|%(%\{)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_WORD = re.compile(r"[a-z]+")
_LOOP = re.compile(r"\s*([^\W\d][\w-]*+)\s*(?:,\s*([^\W\d][\w-]*+)\s*)?in\b")


@dataclass(slots=True)
class _Token:
    """A piece of a template: ``text``, ``hole`` or a directive's word."""

    kind: str
    text: str = ""
    node: Node | None = None
    names: tuple[str, ...] = ()


def _unescape(found: re.Match[str]) -> str:
    short, long, sign, dollar, percent = found.groups()
    if short or long:
        code = int(short or long, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    if sign is not None:
        return _ESCAPES[sign]
    return str(dollar or percent)


def _scan(parser: Parser, end: int | None) -> list[_Token]:
    """Split a template into tokens, up to the closing quote or up to offset ``end``."""
    tokens: list[_Token] = []
    text = parser.text
    pattern = _QUOTED_TEXT if end is None else _BARE_TEXT
    trim = False
    while True:
        at = parser.at
        if end is None:
            if text.startswith('"', at):
                return tokens
            if at >= len(text):
                raise parser.fail('" is missing')
        elif at >= end:
            return tokens
        if text.startswith(("${", "%{"), at):
            opening = 3 if text.startswith("~", at + 2) else 2
            if opening == 3 and tokens and tokens[-1].kind == "text":
                tokens[-1].text = tokens[-1].text.rstrip()
            parser.at = at + opening
            tokens.append(_directive(parser) if text[at] == "%" else _hole(parser))
            trim = parser.accept("~")
            parser.expect("}")
            continue
        found = pattern.match(text, at) if end is None else pattern.match(text, at, end)
        parser.at = found.end() if found is not None else at
        piece = text[at : parser.at]
        if parser.at < len(text) and text[parser.at] == "\n" and parser.at != end:
            piece += "\n"
            parser.at += 1
        if not piece:
            raise parser.fail("the template is not readable")
        if end is None:
            piece = _ESCAPE.sub(_unescape, piece)
        else:
            piece = piece.replace("$${", "${").replace("%%{", "%{")
        tokens.append(_Token("text", piece.lstrip() if trim else piece))
        trim = False


def _hole(parser: Parser) -> _Token:
    return _Token("hole", node=parser.expression())


def _directive(parser: Parser) -> _Token:
    parser.skip()
    word = _WORD.match(parser.text, parser.at)
    if word is None:
        raise parser.fail("the template directive has no keyword")
    parser.at = word.end()
    if word[0] == "if":
        return _Token("if", node=parser.expression())
    if word[0] == "for":
        loop = _LOOP.match(parser.text, parser.at)
        if loop is None:
            raise parser.fail("the template loop has no variable")
        parser.at = loop.end()
        names = (loop[1],) if loop[2] is None else (loop[1], loop[2])
        return _Token("for", node=parser.expression(), names=names)
    if word[0] not in ("else", "endif", "endfor"):
        raise parser.fail("the template directive is unknown")
    return _Token(word[0])


def _flush(tokens: list[_Token]) -> None:
    """Take the common indentation of ``<<-`` off the lines."""
    least = None
    starts: list[_Token] = []
    fresh = True
    for token in tokens:
        if fresh:
            fresh = False
            spaces: int | None = 0
            if token.kind == "text":
                bare = token.text.lstrip()
                if not bare and token.text.endswith("\n"):
                    spaces = None
                else:
                    spaces = len(token.text) - len(bare)
                    starts.append(token)
            if spaces is not None and (least is None or spaces < least):
                least = spaces
        if token.kind == "text" and token.text.endswith("\n"):
            fresh = True
    for token in starts:
        token.text = token.text[least or 0 :]


class _Open:
    """A directive whose end has not come yet."""

    __slots__ = ("other", "parts", "token")

    def __init__(self, token: _Token | None) -> None:
        self.token = token
        self.parts: list[Node] = []
        self.other: list[Node] | None = None


def _close(opened: _Open) -> Node:
    token = opened.token
    assert token is not None and token.node is not None
    body = _joined(opened.parts)
    if token.kind == "for":
        key = token.names[0] if len(token.names) == 2 else None
        return TemplateFor(key, token.names[-1], token.node, Template([body]))
    if opened.other is None:
        return Conditional(token.node, Template([body]), Literal(""))
    return Conditional(token.node, Template([_joined(opened.other)]), Template([body]))


def _joined(parts: list[Node]) -> Node:
    """Return one node for all parts, with neighbouring pieces of text in one."""
    joined: list[Node] = []
    text: list[str] = []
    for part in parts:
        if isinstance(part, Literal) and isinstance(part.value, str):
            text.append(part.value)
            continue
        if text:
            joined.append(Literal("".join(text)))
            text = []
        joined.append(part)
    if not joined:
        return Literal("".join(text))
    return Template([*joined, Literal("".join(text))] if text else joined)


def _assemble(tokens: list[_Token], parser: Parser) -> Node:
    if len(tokens) == 1 and tokens[0].kind == "hole" and tokens[0].node is not None:
        return tokens[0].node
    stack = [_Open(None)]
    for token in tokens:
        here = stack[-1]
        kind = here.token.kind if here.token is not None else ""
        if token.kind == "text":
            if token.text:
                here.parts.append(Literal(token.text))
        elif token.kind == "hole" and token.node is not None:
            here.parts.append(token.node)
        elif token.kind in ("if", "for"):
            stack.append(_Open(token))
            if parser.depth + len(stack) > MAX_NESTING:
                raise parser.fail("the template nests too deeply")
            parser.deepest = max(parser.deepest, parser.depth + 2 * len(stack))
        elif token.kind == "else" and kind == "if" and here.other is None:
            here.other, here.parts = here.parts, []
        elif token.kind == f"end{kind}" and kind:
            stack.pop()
            stack[-1].parts.append(_close(here))
        else:
            raise parser.fail(f"{token.kind} without its beginning")
    if len(stack) > 1:
        raise parser.fail("the template directive has no end")
    return _joined(stack[0].parts)


def quoted(parser: Parser) -> Node:
    """Read a quoted template; ``parser`` stands at the opening quote."""
    start = parser.at + 1
    found = _PLAIN.match(parser.text, start)
    if found is not None:
        parser.at = found.end()
        return Literal(parser.text[start : found.end() - 1])
    parser.at = start
    tokens = _scan(parser, None)
    parser.at += 1
    return _assemble(tokens, parser)


def heredoc(parser: Parser, marker: str, flush: bool) -> Node:
    """Read a heredoc; ``parser`` stands at its first line."""
    found = re.compile(rf"^[ \t]*{re.escape(marker)}[ \t]*\r?$", re.M).search(
        parser.text, parser.at
    )
    if found is None:
        raise parser.fail("the heredoc has no end")
    node = bare(parser, found.start(), flush=flush, always_text=True)
    parser.at = found.end()
    return node


def bare(parser: Parser, end: int, *, flush: bool = False, always_text: bool = False) -> Node:
    """Read the template between the parser's offset and ``end``, which has no quotes.

    A template that is one hole gives the hole's value; with ``always_text``, it is text.
    """
    tokens = _scan(parser, end)
    if parser.at > end:
        raise parser.fail("the template is not readable")
    if flush:
        _flush(tokens)
    node = _assemble(tokens, parser)
    return node if isinstance(node, Literal) or not always_text else Template([node])


@lru_cache(maxsize=2)
def parse_template(text: str) -> Node:
    """Read a whole text as a template, as ``templatefile`` and JSON syntax do.

    Estates render the same file for every account or instance, so the last two are kept.

    :raises Malformed: when it is not one.
    """
    parser = Parser(text)
    return bare(parser, len(text))


__all__ = ["Malformed", "bare", "heredoc", "parse_template", "quoted"]
