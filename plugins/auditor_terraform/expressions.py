"""HCL expressions: text to nodes, by precedence climbing.

What stands around expressions, blocks and attributes, is read in
:mod:`auditor_terraform.syntax`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from auditor_resources.limits import MAX_NESTING
from auditor_resources.values import Failed, number
from auditor_terraform.loops import For
from auditor_terraform.nodes import (
    Attribute,
    Binary,
    Call,
    Comparison,
    Conditional,
    Each,
    Index,
    Literal,
    Logical,
    Negative,
    Node,
    Not,
    Object,
    Reference,
    Splat,
    Tuple,
)

_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*|//[^\n]*|/\*.*?\*/)*", re.S)
_SPACE_STARTS = frozenset(" \t\r\n#/")
_NAME = re.compile(r"[^\W\d][\w-]*(?:::[\w-]+)*")
_NUMBER = re.compile(r"\d++(?:\.\d++)?+(?:[eE][+-]?\d++)?+(?![\w.]*\w)")
_OPERATOR = re.compile(_SPACE.pattern + r"(\|\||&&|==|!=|>=|<=|[<>+\-*/%])?", re.S)
_OBJECT_KEY = re.compile(r"([^\W\d][\w-]*)[ \t]*(?:=(?![=>])|:(?!:))")
_FOR = re.compile(r"for\s+([^\W\d][\w-]*+)\s*(?:,\s*([^\W\d][\w-]*+)\s*)?in\b(?!\s*[=,:}\]])")
_STEP = re.compile(r"[ \t\r\n]*(?:(\.)[ \t\r\n]*(?:([^\W\d][\w-]*)|(\d+)|(\*))|\[(\*\])?)")
_HEREDOC = re.compile(r"<<(-?)([^\W\d][\w-]*)[ \t]*\r?\n")
_WORDS = {"true": True, "false": False, "null": None}
_PRECEDENCE = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, ">": 4, ">=": 4, "<": 4, "<=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip


class Malformed(Exception):
    """The text is not an expression; ``offset`` is the character where reading stopped."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Parser:
    """Reads expressions out of ``text``; ``at`` is the offset of the next character, ``end``
    that behind the last term, where the expression ends though spaces were passed over."""

    __slots__ = ("at", "deepest", "depth", "end", "text")

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at
        self.end = at
        self.depth = 0
        self.deepest = 0

    def fail(self, message: str) -> Malformed:
        """Return the error to raise at the present offset."""
        return Malformed(message, self.at)

    def skip(self) -> None:
        """Pass over spaces, newlines and comments."""
        if self.text[self.at : self.at + 1] in _SPACE_STARTS:
            found = _SPACE.match(self.text, self.at)
            if found is not None:
                self.at = found.end()

    def accept(self, token: str) -> bool:
        """Skip spaces, and take ``token`` if it follows."""
        self.skip()
        if self.text.startswith(token, self.at):
            self.at += len(token)
            return True
        return False

    def expect(self, token: str) -> None:
        """Take ``token``.

        :raises Malformed: when something else follows.
        """
        if not self.accept(token):
            raise self.fail(f"{token} is missing")

    def whole(self) -> Node:
        """Read one expression that takes up the rest of the text."""
        node = self.expression()
        self.skip()
        if self.at != len(self.text):
            raise self.fail("the expression goes on unexpectedly")
        return node

    def expression(self) -> Node:
        """Read one expression, conditionals included."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.fail("the expression nests too deeply")
        if self.depth > self.deepest:
            self.deepest = self.depth
        node = self._binary(1)
        if self.accept("?"):
            yes = self.expression()
            self.expect(":")
            node = Conditional(node, yes, self.expression())
        self.depth -= 1
        return node

    def _binary(self, lowest: int) -> Node:
        left = self._unary()
        chain = 0
        while True:
            found = _OPERATOR.match(self.text, self.at)
            operator = None if found is None else found[1]
            if found is None or operator is None or _PRECEDENCE[operator] < lowest:
                return left
            precedence = _PRECEDENCE[operator]
            self.at = found.end()
            chain += 1
            self.deepest = max(self.deepest, self.depth + chain)
            if self.depth + chain > MAX_NESTING * 2:
                raise self.fail("the expression nests too deeply")
            right = self._binary(precedence + 1)
            if precedence == 3:
                left = Comparison(left, right, operator == "==")
            elif precedence < 3:
                left = Logical(left, right, operator == "||")
            else:
                left = Binary(left, right, operator)

    def _unary(self) -> Node:
        self.skip()
        signs = []
        while self.text.startswith(("!", "-"), self.at):
            signs.append(self.text[self.at])
            self.at += 1
            self.skip()
        if len(signs) > MAX_NESTING:
            raise self.fail("the expression nests too deeply")
        node = self._steps(self._term())
        self.end = self.at
        for sign in reversed(signs):
            node = Not(node) if sign == "!" else Negative(node)
        return node

    def _term(self) -> Node:
        text = self.text
        found = _NAME.match(text, self.at)
        if found is not None:
            return self._name(found)
        sign = text[self.at : self.at + 1]
        if sign == '"':
            from auditor_terraform.templates import quoted

            return quoted(self)
        if sign == "[":
            return self._bracket()
        if sign == "{":
            return self._brace()
        if sign == "(":
            self.at += 1
            node = self.expression()
            self.expect(")")
            return node
        found = _NUMBER.match(text, self.at)
        if found is not None:
            self.at = found.end()
            return Literal(self._number(found[0]))
        found = _HEREDOC.match(text, self.at)
        if found is not None:
            from auditor_terraform.templates import heredoc

            self.at = found.end()
            return heredoc(self, found[2], flush=bool(found[1]))
        raise self.fail("an expression is missing")

    def _number(self, text: str) -> int | float:
        try:
            return int(text) if text.isdigit() and len(text) < 150 else number(Decimal(text))
        except Failed as failure:
            raise self.fail(str(failure)) from None

    def _name(self, found: re.Match[str]) -> Node:
        name = found[0]
        self.at = found.end()
        text = self.text
        at = self.at
        while text[at : at + 1] in (" ", "\t"):
            at += 1
        if text[at : at + 1] == "(":
            self.at = at + 1
            return self._call(name)
        if name in _WORDS:
            return Literal(_WORDS[name])
        if "::" in name:
            raise self.fail("arguments of the function are missing")
        return Reference(name, ())

    def _call(self, name: str) -> Node:
        arguments: list[Node] = []
        spread = False
        while not self.accept(")"):
            if spread or (arguments and not self.accept(",")):
                raise self.fail(") is missing")
            if arguments and self.accept(")"):
                break
            arguments.append(self.expression())
            spread = self.accept("...")
        return Call(name, arguments, spread)

    def _steps(self, node: Node) -> Node:
        """Read what follows a term: attributes, indices, splats."""
        names: list[str] = []
        text = self.text
        count = 0
        while True:
            found = _STEP.match(text, self.at)
            if found is None or text.startswith("...", found.start(1)):
                break
            self.at = found.end()
            count += 1
            if count > MAX_NESTING:
                raise self.fail("the expression nests too deeply")
            if found[2] is not None:
                if isinstance(node, Reference):
                    names.append(found[2])
                else:
                    node = Attribute(node, found[2])
                continue
            if names and isinstance(node, Reference):
                node = Reference(node.root, tuple(names))
                names = []
            if found[3] is not None:
                node = Index(node, Literal(int(found[3])))
            elif found[4] is not None:
                node = Splat(node, self._attribute_splat())
            elif found[5] is not None:
                self.depth += 1
                if self.depth > MAX_NESTING:
                    raise self.fail("the expression nests too deeply")
                node = Splat(node, self._steps(Each()))
                self.depth -= 1
            else:
                key = self.expression()
                self.expect("]")
                node = Index(node, key)
        if self.depth + count > self.deepest:
            self.deepest = self.depth + count
        if names and isinstance(node, Reference):
            return Reference(node.root, tuple(names))
        return node

    def _attribute_splat(self) -> Node:
        node: Node = Each()
        while True:
            found = _STEP.match(self.text, self.at)
            if found is None or (found[2] is None and found[3] is None):
                return node
            self.at = found.end()
            if found[2] is not None:
                node = Attribute(node, found[2])
            else:
                node = Index(node, Literal(int(found[3])))

    def _bracket(self) -> Node:
        self.at += 1
        self.skip()
        found = _FOR.match(self.text, self.at)
        if found is not None:
            return self._for(found, "]")
        items: list[Node] = []
        while not self.accept("]"):
            if items and not self.accept(","):
                raise self.fail("] is missing")
            if items and self.accept("]"):
                break
            items.append(self.expression())
        return Tuple(items)

    def _brace(self) -> Node:
        self.at += 1
        self.skip()
        found = _FOR.match(self.text, self.at)
        if found is not None:
            return self._for(found, "}")
        items: list[tuple[Node, Node]] = []
        while not self.accept("}"):
            found = _OBJECT_KEY.match(self.text, self.at)
            key: Node
            if found is not None:
                key = Literal(found[1])
                self.at = found.end()
            else:
                key = self.expression()
                if not self.accept("="):
                    self.expect(":")
            items.append((key, self.expression()))
            self.accept(",")
        return Object(items)

    def _for(self, found: re.Match[str], end: str) -> Node:
        self.at = found.end()
        names = (found[1],) if found[2] is None else (found[1], found[2])
        collection = self.expression()
        self.expect(":")
        value = self.expression()
        key: Node | None = None
        group = False
        if end == "}":
            key = value
            self.expect("=>")
            value = self.expression()
            group = self.accept("...")
        condition = None
        self.skip()
        word = _NAME.match(self.text, self.at)
        if word is not None and word[0] == "if":
            self.at = word.end()
            condition = self.expression()
        self.expect(end)
        return For(names, collection, key, value, condition, group)


def parse_expression(text: str) -> Node:
    """Read ``text`` as one expression.

    :raises Malformed: when it is none.
    """
    return Parser(text).whole()
