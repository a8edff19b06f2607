"""Whatever the input, reading it ends in an estate; what it says is stable and in place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import hcl2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Estate, Partial, Unknown
from auditor_resources.values import Failed
from auditor_terraform.evaluate import Module
from auditor_terraform.expressions import Malformed, parse_expression
from auditor_terraform.functions import registry
from auditor_terraform.ignores import find, ignored_region
from auditor_terraform.jsonsyntax import parse_json_file
from auditor_terraform.modules import load_root
from auditor_terraform.plan import load_plan
from auditor_terraform.syntax import FileSyntax, all_attributes, parse_file
from auditor_terraform.variables import Inputs
from auditor_terraform.world import World
from auditor_terraform.yamlflow import Unsupported
from auditor_terraform.yamltext import decode

SEED = """
variable "v" {
  type    = object({ a = optional(string, "x") })
  default = {}
}
locals { l = [for k, v in { a = 1 } : "${k}-${v}" if v > 0] }
resource "aws_s3_bucket" "b" {
  for_each = toset(["a", "b"])
  bucket   = "b-${each.key}" # checkov:skip=CKV_1:why
  policy   = jsonencode({ Statement = [{ Action = "s3:*", Resource = aws_kms_key.k.arn }] })
  tags     = merge(local.l == [] ? {} : { x = 1 }, { "y" : var.v.a })
  dynamic "rule" {
    for_each = [1, 2]
    content { id = rule.value }
  }
  text = <<-EOT
    %{ for x in local.l ~}
    ${x}
    %{ endfor ~}
  EOT
}
data "aws_iam_policy_document" "p" { statement { actions = ["*"] } }
output "o" { value = try(aws_s3_bucket.b["a"].id, null) }
"""
quick = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def walk(body: Body) -> None:
    """Read everything a body says."""
    for name in body.attributes:
        body.get(name)
        body.place_of(name)
    for name in body.nested:
        body.hole(name)
        for block in body.blocks(name):
            walk(block)


def read_all(estate: Estate) -> None:
    for resource in (*estate.resources, *estate.variables):
        walk(resource.body)
    for file, content in estate.sources.items():
        for item in find(content, file):
            ignored_region(item, content)


def check_places(syntax: FileSyntax) -> None:
    lines = syntax.source.count(b"\n") + 1
    todo = list(syntax.body.blocks)
    while todo:
        block = todo.pop()
        assert 1 <= block.place.line <= block.place.end_line <= lines
        for inner in block.body.blocks:
            assert block.place.line <= inner.place.line <= inner.place.end_line
            assert inner.place.end_line <= block.place.end_line
        todo.extend(block.body.blocks)
    for attribute in all_attributes(syntax.body):
        assert 1 <= attribute.place.line <= attribute.place.end_line <= lines
    for trouble in syntax.troubles:
        assert 1 <= trouble.place.line <= lines


@st.composite
def mutated(draw: st.DrawFn, seed: str = SEED) -> bytes:
    """Return the seed with pieces dropped, doubled, swapped or replaced."""
    data = bytearray(seed.encode())
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 12))
        piece = draw(
            st.one_of(
                st.binary(max_size=3),
                st.sampled_from(
                    [b"${", b"}", b'"', b"%{", b"{", b"[", b"(", b"<<EOT\n", b"#", b"/*", b"...",
                     b"each.key", b"null", b"1.2.3", b"\xff", b"\n", b"for ", b"module.m", b"*"]
                ),
                st.just(bytes(data[start : start + length]) * 2),
            )
        )  # fmt: skip
        data[start : start + length] = piece
    return bytes(data)


@quick
@given(st.one_of(st.binary(max_size=300), mutated()))
def test_any_bytes_end_in_an_estate(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "main.tf").write_bytes(content)
    read_all(load_root(tmp_path, tmp_path, Inputs()))
    check_places(parse_file(content, "main.tf"))


@quick
@given(st.one_of(st.binary(max_size=200), mutated('{"resource": {"x": {"y": {"a": "${1}"}}}}')))
def test_any_bytes_in_json_syntax_end_in_an_estate(content: bytes) -> None:
    check_places(parse_json_file(content, "main.tf.json"))
    parse_json_file(content, "x.tfvars.json")


PLAN = {
    "format_version": "1.2",
    "resource_changes": [
        {
            "address": 'module.m["x"].aws_x.y[0]',
            "module_address": 'module.m["x"]',
            "mode": "managed",
            "type": "aws_x",
            "name": "y",
            "change": {
                "actions": ["create"],
                "after": {"a": 1, "b": [{"c": None}], "s": "secret"},
                "after_unknown": {"b": [{"c": True}], "id": True},
                "after_sensitive": {"s": True},
            },
        }
    ],
    "configuration": {"root_module": {"module_calls": {"m": {"source": "./m", "module": {}}}}},
}
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            found += _paths(inner, (*path, key))
    return found


@quick
@given(st.data())
def test_a_plan_of_any_shape_ends_in_an_estate(tmp_path: Path, data: st.DataObject) -> None:
    plan = json.loads(json.dumps(PLAN))
    path = data.draw(st.sampled_from(_paths(PLAN)[1:]))
    here = plan
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = data.draw(json_values)
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    read_all(load_plan(tmp_path / "plan.json", tmp_path))


expressions = st.recursive(
    st.sampled_from(
        ["1", "2.5", "true", "null", '"a"', '"x${1}"', "[]", "{}", "u.x", "var.u", "local.l"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "==", "&&", "||", "<", "%"]), inner).map(" ".join),
        st.tuples(inner, inner, inner).map(lambda three: "({} ? {} : {})".format(*three)),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda two: "{{ (tostring({})) = {} }}".format(*two)),
        inner.map(lambda one: f"[for k, v in {one} : {{ k = k, v = v }}]"),
        inner.map(lambda one: f"{one}[*]"),
        inner.map(lambda one: f'"p${{{one}}}s"'),
        st.tuples(st.sampled_from(registry.names()), st.lists(inner, max_size=3)).map(
            lambda call: f"{call[0]}({', '.join(call[1])})"
        ),
    ),
    max_leaves=12,
)


def outcome(text: str, directory: Path) -> Any:
    """Return the value of an expression in a form that can be compared."""
    world = World(directory, directory)
    module = Module(world, directory, "", {})
    try:
        value = parse_expression(text).evaluate(module.scope)
    except Failed as failure:
        return ("failed", str(failure))
    except Malformed as fault:
        return ("malformed", str(fault))
    return repr(value)


@settings(parent=quick, max_examples=300)
@given(expressions)
def test_an_expression_has_one_outcome(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.tf").write_text('variable "u" {}\nlocals {\n  l = ["a", var.u]\n}\n')
    assert outcome(text, tmp_path) == outcome(text, tmp_path)


@quick
@given(st.text(max_size=60), st.text(max_size=60))
def test_json_with_holes_is_read_or_unknown(before: str, after: str) -> None:
    as_json(Partial((before, Unknown("u"), after)))


@quick
@given(st.text(alphabet="ab:-[]{},'\"|># \n\t&*!?1.\\", max_size=60))
def test_yaml_is_read_or_refused(text: str) -> None:
    try:
        decode(text)
    except (Failed, Unsupported):
        return


SECOND_READER = [
    'a = 1\n  b = "text"\n  c = true\n  d = ["p", "q"]\n  e = 2.5\n  f = -1\n',
    'a = { k = "v", n = 3 }\n  nested {\n    deep = false\n  }\n',
    'a = []\n  b = "d # no comment"\n  # a comment\n  // c = 1\n  d = "" /* two */\n',
    'a = "x" # trailing\n\n\n  b = [\n    1,\n    2,\n  ]\n  c = {}\n',
]


@pytest.mark.parametrize("inside", SECOND_READER)
def test_a_second_reader_sees_the_same(tmp_path: Path, inside: str) -> None:
    text = f'resource "x" "y" {{\n  {inside}}}\n'
    (tmp_path / "main.tf").write_text(text)
    ours = load_root(tmp_path, tmp_path, Inputs()).at("x.y").body
    options = hcl2.SerializationOptions(strip_string_quotes=True)
    theirs = hcl2.loads(text, serialization_options=options)["resource"][0]["x"]["y"]
    attributes = {key: value for key, value in theirs.items() if not key.startswith("__")}
    nested = attributes.pop("nested", None)
    assert {name: ours.get(name) for name in ours.attributes} == attributes
    if nested is not None:
        assert ours.block("nested").get("deep") is nested[0]["deep"]
