"""Expressions mean what Terraform means by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from auditor_resources.model import Estate, Unknown
from auditor_resources.values import Failed

Evaluate = Callable[[str], Any]
Load = Callable[..., Estate]

VALUES: list[tuple[str, Any]] = [
    ("1 + 2 * 3 - 4 / 2 % 3", 5),
    ("(1 + 2) * 3", 9),
    ("10 / 4", 2.5),
    ("0.1 + 0.2", 0.3),
    ("-7 % 3", -1),
    ("- 5 + 3", -2),
    ('-"5"', -5),
    ('"1" + 1', 2),
    ("1e3", 1000),
    ("2 * 1.5", 3),
    ('1 == "1"', False),
    ("1 == 1.0", True),
    ('true == "true"', False),
    ("1 < 2 == true", True),
    ("tolist([]) == []", False),
    ("toset([1, 2]) == toset([2, 1])", True),
    ('true && "false"', False),
    ("1 + 1 == 2 && 3 > 2 || false", True),
    ("true ? false ? 1 : 2 : 3", 2),
    ('true ? 1 : "x"', "1"),
    ('false ? 1 : tostring("x")', "x"),
    ('"${1}"', 1),
    ('"a${1.50}b${true}"', "a1.5btrue"),
    ('"a${"b${"c"}"}"', "abc"),
    (r'"$${a} %%{b} $a %b $ % \n\t\"\\ é"', '${a} %{b} $a %b $ % \n\t"\\ é'),
    (r'"\u00e9\U0001F600"', "é😀"),
    ('"%{ if false }yes%{ else }no%{ endif }"', "no"),
    ('"%{ for k, v in {b=1,a=2} }${k}=${v};%{ endfor }"', "a=2;b=1;"),
    ('"a  ${~ "b" ~}  c"', "abc"),
    ('[for i, x in ["a","b"] : "${i}${x}"]', ["0a", "1b"]),
    ('[for k, v in toset(["b","a"]) : "${k}${v}"]', ["aa", "bb"]),
    ("[for x in [1,2,3] : x if x > 1]", [2, 3]),
    ('{for x in ["a","a","b"] : x => 1...}', {"a": [1, 1], "b": [1]}),
    ("[for x in [[1,2],[3]] : [for y in x : y * 2]]", [[2, 4], [6]]),
    ("[{a=[1,2]},{a=[3]}][*].a[0]", [1, 3]),
    ("[{a=[1,2]},{a=[3]}].*.a[0]", [1, 2]),
    ("[[{x=1}],[{x=2}]][*][*].x", [[1], [2]]),
    ("null[*]", []),
    ('"x"[*]', ["x"]),
    ('["a"].0', "a"),
    ('{"a b"=1}["a b"]', 1),
    ('{(1 + 1)=2, "${"x"}"=1, for=3}', {"2": 2, "x": 1, "for": 3}),
    ("{a = 1 # one\n b : 2, // two\n c = [1, /* three */ 2,]\n}", {"a": 1, "b": 2, "c": [1, 2]}),
    ("max([1,2]...)", 2),
    ("1 > 2 ? 7 : 1 > 0 ? 8 : 9", 8),
    ("({a={b=[1,2]}}\n  .a\n  .b\n  [1])", 2),
]

REFUSED = [
    '"a" < "b"',
    "1 / 0",
    "!1",
    '"a" && true',
    "null ? 1 : 2",
    '"x${[1]}"',
    '"x${null}"',
    "[1,2,3][3]",
    "[1,2,3][-1]",
    '{a=1}["b"]',
    "{a=1}.b",
    'toset(["a"])[0]',
    '"abc"[0]',
    "[for x in null : x]",
    '{for x in ["a","a"] : x => 1}',
    "{a=1}[*].b",
    "nothing",
    "var.undeclared",
    "each.key",
]


@pytest.mark.parametrize(("text", "expected"), VALUES, ids=[text for text, _ in VALUES])
def test_an_expression_has_its_value(evaluate: Evaluate, text: str, expected: object) -> None:
    value = evaluate(text)
    assert value == expected
    assert type(value) is type(expected) or isinstance(value, list | dict)


@pytest.mark.parametrize("text", REFUSED)
def test_what_terraform_refuses_is_no_value(evaluate: Evaluate, text: str) -> None:
    with pytest.raises(Failed):
        evaluate(text)


HEREDOCS = [
    ("<<EOT\nhello\n  world ${1 + 1} $${x}\nEOT", "hello\n  world 2 ${x}\n"),
    ("<<EOT\nEOT", ""),
    ("<<EOT\n\nEOT", "\n"),
    ("<<-EOT\n    a\n      b\n\n    c\n    EOT", "a\n  b\n\nc\n"),
    ("<<-EOT\n    a\n\n      b\n   c\n  EOT", " a\n\n   b\nc\n"),
    ('<<-EOT\n    ${"start"} x\n      y\n  EOT', "start x\n  y\n"),
    (
        '<<-EOT\n    %{ for x in ["a", "b"] ~}\n    item ${x}\n    %{ endfor ~}\n    done\n  EOT',
        "    item a\n    item b\n    done\n",
    ),
    (
        "<<-EOT\n      %{~ if true ~}\n      inner\n      %{~ endif ~}\n    x\n  EOT",
        "      inner\n    x\n",
    ),
    ('<<EOT\na\\tb\\\\ "q" $ $$ % %%\nEOT', 'a\\tb\\\\ "q" $ $$ % %%\n'),
    ("[<<A\nx\nA\n, <<-B\n    y\n    B\n]", ["x\n", "y\n"]),
    ("upper(<<EOT\nx\nEOT\n)", "X\n"),
]


@pytest.mark.parametrize(("text", "expected"), HEREDOCS)
def test_a_heredoc_has_its_text(evaluate: Evaluate, text: str, expected: object) -> None:
    assert evaluate(text) == expected


def test_every_row_of_the_comparison_with_other_evaluators(load: Load) -> None:
    """The rows of the reference's section 5, as Terraform's own plan answers them."""
    estate = load(
        """
        variable "on" { default = true }
        variable "ids" { default = ["a"] }
        variable "unset" {}
        data "aws_region" "here" {}
        locals {
          open = ["0.0.0.0/0"]
        }
        resource "x" "r" {
          default_true  = var.on
          negated       = !var.on
          more_than     = length(var.ids) > 5
          all           = alltrue([true, contains(var.ids, "z")])
          converts      = can(tonumber("zz"))
          no_default    = var.unset
          from_data     = data.aws_region.here.name == "eu-west-1"
          prefix        = trimprefix("hellohh", "hel")
          wraps         = element(["a", "b"], 3)
          cidr_for      = [for x in ["0.0.0.0"] : "${x}/0"]
          cidr_concat   = concat(local.open, [])
          dynamic "ingress" {
            for_each = [22, 443]
            content { from_port = ingress.value }
          }
        }
        resource "x" "by_map" {
          for_each = { a = 1, b = 2 }
          value    = each.value
        }
        resource "x" "by_set" {
          for_each = toset([for n in [0, 1] : "v${n}"])
          value    = each.key
        }
        resource "x" "none" {
          count = var.on ? 0 : 1
        }
        """
    )
    body = estate.at("x.r").body
    assert {
        name: body.get(name) for name in body.attributes if name not in ("no_default", "from_data")
    } == {
        "default_true": True,
        "negated": False,
        "more_than": False,
        "all": False,
        "converts": False,
        "prefix": "lohh",
        "wraps": "b",
        "cidr_for": ["0.0.0.0/0"],
        "cidr_concat": ["0.0.0.0/0"],
    }
    assert body.get("no_default").reason == "var.unset has no value"
    assert body.get("from_data").refs == ("data.aws_region.here",)
    assert [block.get("from_port") for block in body.blocks("ingress")] == [22, 443]
    assert [item.address for item in estate.resources if item.type == "x"] == [
        'x.by_map["a"]',
        'x.by_map["b"]',
        'x.by_set["v0"]',
        'x.by_set["v1"]',
        "x.r",
    ]
    assert estate.at('x.by_set["v1"]').body.get("value") == "v1"


def test_an_empty_branch_of_for_each_makes_no_instance(load: Load) -> None:
    estate = load('resource "x" "y" {\n  for_each = false ? toset(["a"]) : []\n}\n')
    assert estate.resources == []
    assert estate.troubles == []


def test_a_value_that_cannot_be_evaluated_says_why(load: Load) -> None:
    body = load('resource "x" "y" {\n  a = [1][3]\n  b = 2\n}').at("x.y").body
    assert isinstance(body.get("a"), Unknown)
    assert "no element with this index" in body.get("a").reason
    assert body.get("b") == 2
