"""What is not known stays not known, and what is known nevertheless is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Estate, Json, Partial, Unknown

Load = Callable[..., Estate]

HEAD = """
variable "u" {}
resource "aws_kms_key" "k" { description = "key" }
resource "aws_thing" "many" {
  count = 2
  name  = "n${count.index}"
}
"""


@pytest.fixture
def value_of(load: Load) -> Callable[[str], Any]:
    def value(expression: str) -> Any:
        body = load(HEAD + f'resource "x" "y" {{\n  a = {expression}\n}}').at("x.y").body
        return body.get("a")

    return value


SETTLED: list[tuple[str, Any]] = [
    ("var.u && false", False),
    ("false && var.u", False),
    ("var.u || true", True),
    ("var.u ? 1 : 1", 1),
    ("length([var.u, 1])", 2),
    ("length({a = var.u})", 1),
    ('coalesce("a", var.u)', "a"),
    ('contains(["a", var.u], "a")', True),
    ("alltrue([var.u, false])", False),
    ("anytrue([var.u, true])", True),
    ('lookup({a = 1, b = var.u}, "a", 0)', 1),
    ("keys({b = var.u, a = 1})", ["a", "b"]),
    ("element([1, var.u], 0)", 1),
    ("concat([1], [var.u])[0]", 1),
    ("merge({a = var.u}, {b = 2}).b", 2),
    ('"x-${var.u}" == ""', False),
    ('"x-${var.u}" == "y-1"', False),
    ('"x-${var.u}" == null', False),
    ("aws_kms_key.k == null", False),
    ("aws_kms_key.k.arn != null", True),
    ('aws_kms_key.k.arn == ""', False),
    ('aws_kms_key.k.arn != "" ? 1 : 2', 1),
    ("try(aws_thing.many[0], null) == null", False),
    ('startswith("x-${var.u}", "x")', True),
    ('endswith("${var.u}.com", ".org")', False),
    ("aws_thing.many[*].name", ["n0", "n1"]),
    ("aws_kms_key.k.description", "key"),
    ('try(var.u.x.y, "d") == "d" || true', True),
    ('one([for k in aws_thing.many : k.name if k.name == "n1"])', "n1"),
    ("data.aws_partition.p.partition", "aws"),
]


@pytest.mark.parametrize(("expression", "expected"), SETTLED, ids=[text for text, _ in SETTLED])
def test_the_known_part_settles_it(
    load: Load, value_of: Callable[[str], Any], expression: str, expected: object
) -> None:
    if expression.startswith("data."):
        found = load(f'data "aws_partition" "p" {{}}\nlocals {{\n  x = {expression}\n}}')
        assert found.variables[-1].body.get("x") == expected
        return
    assert value_of(expression) == expected


OPEN = [
    "var.u && true",
    "var.u || false",
    "!var.u",
    "var.u + 1",
    "var.u == 1",
    "var.u == null",
    "aws_kms_key.k.alias == null",
    'aws_kms_key.k.arn == "arn:aws:kms:eu-west-1:123456789012:key/1"',
    "(var.u ? aws_kms_key.k.arn : null) == null",
    "var.u ? 1 : 2",
    "length(var.u)",
    'contains(["a", var.u], "b")',
    "[for x in [1, var.u] : x if x == 1]",
    "{for x in [var.u] : x => 1}",
    "{(var.u) = 1}",
    "toset([1, var.u]) == toset([1])",
    "can(tonumber(var.u))",
    "timestamp()",
    "uuid()",
    'bcrypt("x")',
    "path.cwd",
    'provider::aws::arn_parse("x")',
    "terraform.applying",
]


@pytest.mark.parametrize("expression", OPEN)
def test_what_is_not_settled_is_unknown(value_of: Callable[[str], Any], expression: str) -> None:
    value = value_of(expression)
    assert isinstance(value, Unknown)
    assert value.reason


REFS = [
    ("aws_kms_key.k.arn", ("aws_kms_key.k",)),
    ("aws_thing.many[1].id", ("aws_thing.many[1]",)),
    ("one(aws_thing.many[*].id)", None),
    ("one([aws_kms_key.k.arn])", ("aws_kms_key.k",)),
    ("try(aws_kms_key.k.arn, null)", ("aws_kms_key.k",)),
    ("coalesce(aws_kms_key.k.arn, var.u)", ("aws_kms_key.k",)),
    ("element(aws_thing.many[*].id, 3)", ("aws_thing.many[1]",)),
    ("var.u ? aws_kms_key.k.arn : null", ("aws_kms_key.k",)),
    ('"${aws_kms_key.k.arn}/*"', ("aws_kms_key.k",)),
    ('join(",", aws_thing.many[*].id)', ("aws_thing.many[0]", "aws_thing.many[1]")),
    ("base64encode(aws_kms_key.k.arn)", ("aws_kms_key.k",)),
    ("aws_thing.many[var.u].id", ("aws_thing.many[0]", "aws_thing.many[1]")),
]


@pytest.mark.parametrize(("expression", "refs"), REFS)
def test_an_unknown_names_what_it_derives_from(
    value_of: Callable[[str], Any], expression: str, refs: tuple[str, ...] | None
) -> None:
    value = value_of(expression)
    assert isinstance(value, Unknown)
    if refs is not None:
        assert value.refs == refs


def test_a_splat_keeps_one_reference_for_each_instance(value_of: Callable[[str], Any]) -> None:
    values = value_of("aws_thing.many[*].id")
    assert [value.refs for value in values] == [("aws_thing.many[0]",), ("aws_thing.many[1]",)]


def test_text_with_holes_keeps_its_known_parts(value_of: Callable[[str], Any]) -> None:
    for expression in (
        '"arn:${var.u}/*"',
        'format("arn:%s/*", var.u)',
        'join("", ["arn:", var.u, "/*"])',
        '"${"arn:${var.u}"}/*"',
    ):
        value = value_of(expression)
        assert isinstance(value, Partial)
        assert value.known_text("?") == "arn:?/*"


def test_json_with_unknown_leaves_keeps_its_structure(value_of: Callable[[str], Any]) -> None:
    value = value_of('jsonencode({Effect = "Allow", Resource = [aws_kms_key.k.arn]})')
    assert isinstance(value, Json)
    assert value.refs == ("aws_kms_key.k",)
    assert as_json(value)["Effect"] == "Allow"
    assert as_json(value)["Resource"][0].refs == ("aws_kms_key.k",)


def test_json_text_with_holes_is_read(value_of: Callable[[str], Any]) -> None:
    policy = value_of(
        '<<EOT\n{"Action": "s3:*", "Resource": ["${aws_kms_key.k.arn}/*", "${var.u}"],'
        ' "Port": ${var.u}, "More": ${jsonencode([var.u, 1])}, "Say": "\\"${var.u}"}\nEOT\n'
    )
    assert isinstance(policy, Partial)
    document = as_json(policy)
    assert document["Action"] == "s3:*"
    first, second = document["Resource"]
    assert isinstance(first, Partial)
    assert first.known_text("?") == "?/*"
    assert first.refs == ("aws_kms_key.k",)
    assert type(second) is Unknown
    assert isinstance(document["Port"], Unknown)
    assert document["More"][1] == 1
    assert document["Say"].known_text("?") == '"?'


def test_text_that_is_no_json_is_unknown_and_says_so() -> None:
    assert as_json("{").reason == "not JSON"
    assert isinstance(as_json(Partial(("{", Unknown("u")))), Unknown)
    assert as_json('{"a": [1.0, 2.5, null]}') == {"a": [1, 2.5, None]}
    assert as_json({"a": 1}) == {"a": 1}


def test_an_unknown_number_of_instances_gives_one_that_says_so(load: Load) -> None:
    estate = load(
        HEAD
        + """
        resource "x" "counted" {
          count = var.u
          name  = "n${count.index}"
          fixed = 1
        }
        resource "x" "each" {
          for_each = var.u
          name     = each.key
          value    = each.value
        }
        resource "x" "of_resource" {
          for_each = toset([aws_kms_key.k.arn])
          name     = each.value
        }
        resource "x" "user" {
          one  = x.counted[0].fixed
          arns = x.counted[*].arn
        }
        """
    )
    for name in ("counted", "each", "of_resource"):
        resource = estate.at(f"x.{name}")
        assert resource.exists is not None
        assert isinstance(resource.body.get("name"), Unknown)
    assert estate.at("x.of_resource").body.get("name").refs == ("aws_kms_key.k",)
    assert estate.at("x.counted").body.get("fixed") == 1
    assert estate.at("x.user").exists is None
    assert estate.at("x.user").body.get("one") == 1
    assert estate.at("x.user").body.get("arns").refs == ("x.counted",)


def test_dynamic_blocks_over_an_unknown_are_unresolved(load: Load) -> None:
    body = (
        load(
            HEAD
            + """
        resource "x" "y" {
          dynamic "rule" {
            for_each = var.u
            iterator = r
            content {
              port = r.value.port
              kind = "fixed"
              dynamic "inner" {
                for_each = ["a"]
                content { v = "${inner.key}${inner.value}" }
              }
            }
          }
          dynamic "label" {
            for_each = { b = 1, a = 2 }
            labels   = ["z"]
            content { k = label.key }
          }
          rule { port = 1 }
        }
        """
        )
        .at("x.y")
        .body
    )
    assert isinstance(body, Body)
    assert body.hole("rule").reason == "var.u has no value"
    first, second = body.blocks("rule")
    assert isinstance(first.get("port"), Unknown)
    assert first.get("kind") == "fixed"
    assert first.block("inner").get("v") == "0a"
    assert second.get("port") == 1
    assert [block.get("k") for block in body.blocks("label")] == ["a", "b"]
    assert body.hole("label") is None
    assert set(body.unresolved) == {"rule"}
