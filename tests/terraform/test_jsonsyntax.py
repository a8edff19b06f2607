"""JSON syntax says the same as native syntax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from auditor_resources.model import Body, Estate, Place, Unknown

Load = Callable[..., Estate]

NATIVE = """
variable "names" {
  type    = list(string)
  default = ["a", "b"]
}
locals {
  n = length(var.names)
}
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
module "m" {
  source = "./m"
  name   = "x${local.n}"
}
data "aws_region" "here" {}
resource "aws_s3_bucket" "b" {
  for_each   = toset(var.names)
  provider   = aws.us
  depends_on = [data.aws_region.here]
  bucket     = "b-${each.key}"
  tags       = { Name = "${each.key}", "k-${local.n}" = 1 }
  versioning {
    enabled = true
  }
  dynamic "rule" {
    for_each = [1, 2]
    iterator = r
    content { id = "r${r.value}" }
  }
  lifecycle {
    ignore_changes = [tags]
  }
}
output "o" {
  value = aws_s3_bucket.b["a"].bucket
}
"""
JSON = """{
  "//": "a comment",
  "variable": {"names": {"type": "list(string)", "default": ["a", "b"]}},
  "locals": [{"n": "${length(var.names)}"}],
  "provider": {"aws": [{"alias": "us", "region": "us-east-1"}]},
  "module": {"m": {"source": "./m", "name": "x${local.n}"}},
  "data": {"aws_region": {"here": {}}},
  "resource": [
    {"aws_s3_bucket": {"b": {
      "//": "another",
      "for_each": "${toset(var.names)}",
      "provider": "aws.us",
      "depends_on": ["data.aws_region.here"],
      "bucket": "b-${each.key}",
      "tags": {"Name": "${each.key}", "k-${local.n}": 1},
      "versioning": [{"enabled": true}],
      "dynamic": {"rule": {"for_each": [1, 2], "iterator": "r", "content": {"id": "r${r.value}"}}},
      "lifecycle": {"ignore_changes": ["tags"]}
    }}}
  ],
  "output": {"o": {"value": "${aws_s3_bucket.b[\\"a\\"].bucket}"}}
}"""
MODULE = 'variable "name" {}\nresource "x" "y" {\n  name = var.name\n}\n'


def said(body: Body) -> dict[str, Any]:
    """Return what a body says, however it says it."""
    found: dict[str, Any] = {}
    for name in body.attributes:
        if name != "versioning":
            found[name] = body.get(name)
    for name in ("versioning", "rule", "lifecycle"):
        found[name] = [dict(block.attributes) for block in body.blocks(name)]
    return found


def test_both_syntaxes_give_the_same_estate(load: Load) -> None:
    native = load({"main.tf": NATIVE, "m/main.tf": MODULE})
    written = [(item.mode, item.type, item.address, said(item.body)) for item in native.resources]
    assert not native.troubles
    other = load({"main.tf": "", "main.tf.json": JSON, "m/main.tf": MODULE})
    assert not other.troubles
    assert [
        (item.mode, item.type, item.address, said(item.body)) for item in other.resources
    ] == written
    outputs = [item.body.get("value") for item in other.variables if item.mode == "output"]
    assert outputs == ["b-a"]


def test_places_in_json_are_those_of_the_properties(load: Load) -> None:
    body = load({"main.tf.json": JSON, "m/main.tf": MODULE}).at('aws_s3_bucket.b["a"]').body
    assert body.place == Place("main.tf.json", 9, 19)
    assert body.place_of("bucket") == Place("main.tf.json", 14, 14)
    assert body.block("versioning").place.line == 16


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n"resource": {', 2),
        ('{"resource": {"x": {"y": {"a": 1,\n"a": 2}}}}', 2),
        ('{"resource": {"x": {"y": {"a": "${1 +"}}}}', 1),
        ("[" * 5000, 1),
        ("3", 1),
        ('{"a": 1} x', 1),
        ('{"a": "\\ud800 \x01"}', 1),
    ],
)
def test_a_fault_in_json_is_told(load: Load, text: str, line: int) -> None:
    estate = load({"main.tf.json": text, "other.tf": 'resource "x" "z" {}\n'})
    assert [(t.kind, t.place.line) for t in estate.troubles] == [("unparsable", line)]
    assert estate.at("x.z") is not None


def test_an_unreadable_template_in_json_is_unknown(load: Load) -> None:
    estate = load({"main.tf.json": '{"resource": {"x": {"y": {"a": "${1 +", "b": 1}}}}'})
    body = estate.at("x.y").body
    assert isinstance(body.get("a"), Unknown)
    assert body.get("b") == 1
