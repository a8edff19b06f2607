"""Root modules: files, variables, module calls, and what goes wrong with them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor_resources.model import Estate, Place, Unknown
from auditor_terraform.cache import FileCache
from auditor_terraform.modules import load_root
from auditor_terraform.variables import Inputs

Load = Callable[..., Estate]
Tree = Callable[[Mapping[str, str | bytes]], Path]


def kinds(estate: Estate) -> list[str]:
    return [trouble.kind for trouble in estate.troubles]


def show(value: Any) -> Any:
    """Return a value with Unknowns written as text, for comparison."""
    if isinstance(value, Unknown):
        return f"?{value.reason}"
    if isinstance(value, list):
        return [show(item) for item in value]
    return {k: show(v) for k, v in value.items()} if isinstance(value, dict) else value


def test_places_name_blocks_attributes_and_nested_blocks(load: Load) -> None:
    body = (
        load(
            'resource "x" "y" {\n'
            "  a = 1\n"
            "\n"
            "  b = {\n"
            "    c = 2\n"
            "  }\n"
            "  rule {\n"
            "    port = 22\n"
            "  }\n"
            "}\n"
        )
        .at("x.y")
        .body
    )
    assert body.place == Place("main.tf", 1, 10)
    assert body.place_of("a") == Place("main.tf", 2, 2)
    assert body.place_of("missing", "b") == Place("main.tf", 4, 6)
    assert body.place_of("rule") == Place("main.tf", 7, 9)
    assert body.block("rule").place_of("port") == Place("main.tf", 8, 8)


def test_values_of_variables_come_from_all_sources_in_order(tree: Tree) -> None:
    base = tree(
        {
            "main.tf": "\n".join(
                f'variable "{name}" {{\n  default = "default"\n}}\n' for name in "abcdefg"
            )
            + 'resource "x" "y" {\n'
            + "\n".join(f"  {name} = var.{name}" for name in "abcdefg")
            + "\n}\n",
            "terraform.tfvars": 'b = "tfvars"\nc = "tfvars"\nd = "tfvars"\nundeclared = 1\n',
            "terraform.tfvars.json": '{"c": "json", "d": "json", "e": "${json}"}',
            "a.auto.tfvars": 'd = "auto a"\ne = "auto a"\n',
            "b.auto.tfvars.json": '{"e": "auto b", "f": "auto b"}',
            "given.tfvars": 'f = "file"\ng = "file"\n',
        }
    )
    inputs = Inputs(var_files=(base / "given.tfvars",), vars={"g": "command line"})
    body = load_root(base, base, inputs, FileCache()).at("x.y").body
    assert {name: body.get(name) for name in "abcdefg"} == {
        "a": "default",
        "b": "tfvars",
        "c": "json",
        "d": "auto a",
        "e": "auto b",
        "f": "file",
        "g": "command line",
    }


@pytest.mark.parametrize(
    ("declared", "given", "expected"),
    [
        ("type = string", "5", "5"),
        ("type = number", "5", 5),
        ("type = bool", "true", True),
        ("", "[1]", "[1]"),
        ("type = list(string)", "[1, true]", ["1", "true"]),
        ("type = set(string)", '["b", "a", "b"]', ["a", "b"]),
        ("type = map(number)", '{a = "1"}', {"a": 1}),
        ("type = tuple([string, number])", '[1, "2"]', ["1", 2]),
        ("type = any", "{a = [1]}", {"a": [1]}),
        (
            "type = object({ a = string, b = optional(number, 7), c = optional(list(string)) })",
            "{a = 1, dropped = 2}",
            {"a": "1", "b": 7, "c": None},
        ),
        (
            'type = map(object({ n = optional(object({ m = optional(string, "d") }), {}) }))',
            "{x = {}}",
            {"x": {"n": {"m": "d"}}},
        ),
        ("type = number", "many", "?var.v has a value of another type: a number is required"),
        ("type = list(string)", "[", "?the value given to var.v is no expression"),
        (
            "type = list(string)",
            '"a"',
            "?var.v has a value of another type: list required, not string",
        ),
        ("type = list(string)", "[var.x]", "?cannot be evaluated: references are not allowed here"),
    ],
)
def test_a_given_value_is_converted_to_the_declared_type(
    load: Load, declared: str, given: str, expected: object
) -> None:
    estate = load(
        f'variable "v" {{\n  {declared}\n}}\nresource "x" "y" {{\n  v = var.v\n}}', v=given
    )
    assert show(estate.at("x.y").body.get("v")) == expected


def test_null_takes_the_default_only_where_null_is_not_allowed(load: Load) -> None:
    estate = load(
        {
            "main.tf": 'module "m" {\n  source = "./m"\n  a = null\n  b = null\n}\n',
            "m/main.tf": 'variable "a" {\n  default = 1\n}\n'
            'variable "b" {\n  default = 1\n  nullable = false\n}\n'
            'resource "x" "y" {\n  a = var.a\n  b = var.b\n}\n',
        }
    )
    body = estate.at("module.m.x.y").body
    assert (body.get("a"), body.get("b")) == (None, 1)


def test_modules_are_evaluated_with_their_arguments_and_give_outputs(load: Load) -> None:
    estate = load(
        {
            "root/main.tf": """
module "m" {
  source   = "../m"
  for_each = { x = "one", y = "two" }
  name     = each.value
  key      = aws_kms_key.k.arn
}
module "twice" {
  source = "../m"
  count  = 2
  name   = "n${count.index}"
  key    = module.m["y"].name
}
resource "aws_kms_key" "k" {}
resource "x" "user" {
  id    = module.m["x"].id
  name  = module.m["x"].name
  names = values(module.m)[*].name
  all   = module.twice[*].id
  path  = module.m["x"].path
}
""",
            "m/main.tf": """
variable "name" {}
variable "key" {}
resource "x" "y" {
  name = upper(var.name)
  key  = var.key
}
output "id" { value = x.y.id }
output "name" { value = x.y.name }
output "path" { value = "${path.module} ${path.root} ${terraform.workspace}" }
""",
        },
        root="root",
    )
    assert not estate.troubles
    inner = estate.at('module.m["x"].x.y')
    assert inner.module == 'module.m["x"]'
    assert inner.calls == (Place("root/main.tf", 2, 7),)
    assert inner.place == Place("m/main.tf", 4, 7)
    assert inner.body.get("name") == "ONE"
    assert inner.body.get("key").refs == ("aws_kms_key.k",)
    assert estate.at("module.twice[1].x.y").body.get("key") == "TWO"
    user = estate.at("x.user").body
    assert user.get("id").refs == ('module.m["x"].x.y',)
    assert user.get("name") == "ONE"
    assert user.get("names") == ["ONE", "TWO"]
    assert [item.refs for item in user.get("all")] == [
        ("module.twice[0].x.y",),
        ("module.twice[1].x.y",),
    ]
    assert user.get("path").known_text() == "../m . "
    assert user.get("path").reason == "terraform.workspace is chosen at run time"
    calls = [item for item in estate.resources if item.mode == "module"]
    assert [(item.address, item.type) for item in calls] == [
        ("module.m", "../m"),
        ("module.twice", "../m"),
    ]


def test_resources_of_a_module_that_may_not_exist_say_so(load: Load) -> None:
    estate = load(
        {
            "main.tf": 'variable "u" {}\nmodule "m" {\n  source = "./m"\n  count = var.u\n}\n',
            "m/main.tf": 'resource "x" "y" {}\n',
        }
    )
    assert estate.at("module.m.x.y").exists.reason == "var.u has no value"


def test_an_installed_module_is_read_from_where_it_was_installed(load: Load) -> None:
    manifest = {
        "Modules": [
            {"Key": "", "Source": "", "Dir": "."},
            {"Key": "vpc", "Source": "registry/vpc", "Dir": ".terraform/modules/vpc"},
            {"Key": "vpc.inner", "Source": "registry/i", "Dir": ".terraform/modules/vpc.inner"},
        ]
    }
    estate = load(
        {
            "main.tf": 'module "vpc" {\n  source  = "registry/vpc"\n  version = "1.2.3"\n}\n',
            ".terraform/modules/modules.json": json.dumps(manifest),
            ".terraform/modules/vpc/main.tf": 'module "inner" {\n  source = "registry/i"\n}\n',
            ".terraform/modules/vpc.inner/main.tf": 'resource "x" "y" {}\n',
        }
    )
    assert estate.at("module.vpc.module.inner.x.y") is not None
    assert estate.at("module.vpc").body.get("version") == "1.2.3"
    assert not estate.troubles


def test_a_module_that_is_not_on_disk_is_a_trouble_at_its_call(load: Load) -> None:
    estate = load(
        'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n'
        'module "gone" {\n  source = "./gone"\n}\n'
        'resource "x" "y" {\n  vpc = module.vpc.vpc_id\n  gone = module.gone.id\n}\n'
    )
    assert [(t.kind, t.place.line, t.address) for t in estate.troubles] == [
        ("external-module", 1, "module.vpc"),
        ("missing-module", 4, "module.gone"),
    ]
    body = estate.at("x.y").body
    assert body.get("vpc").refs == ("module.vpc",)
    assert isinstance(body.get("gone"), Unknown)
    assert estate.at("module.vpc").type == "terraform-aws-modules/vpc/aws"


def test_cycles_end_and_are_told(load: Load) -> None:
    estate = load(
        {
            "main.tf": """
locals {
  a = local.b
  b = [local.a, 1]
}
resource "x" "y" {
  one = x.z.two
  own = length(x.y.own)
}
resource "x" "z" {
  two = x.y.one
}
resource "x" "count" {
  count = length(x.count)
}
module "a" {
  source = "./a"
  in     = module.a.out
}
""",
            "a/main.tf": 'variable "in" {}\noutput "out" {\n  value = var.in\n}\n'
            'module "b" {\n  source = "../b"\n}\n',
            "b/main.tf": 'module "a" {\n  source = "../a"\n}\n',
        }
    )
    for resource in estate.resources:
        for name in resource.body.attributes:
            resource.body.get(name)
    details = {trouble.detail for trouble in estate.troubles if trouble.kind == "cycle"}
    assert "local.a depends on itself" in details
    assert "attribute one depends on itself" in details
    assert "the number of x.count depends on itself" in details
    assert "module.a.module.b.module.a calls a module that leads to it" in details
    assert any("var.in" in detail or "output.out" in detail for detail in details)


def test_override_files_replace_attributes_and_blocks(load: Load) -> None:
    body = (
        load(
            {
                "main.tf": 'resource "x" "y" {\n  a = 1\n  b = 1\n'
                "  rule {\n    p = 1\n  }\n  rule {\n    p = 2\n  }\n"
                "  other {\n    p = 3\n  }\n}\n",
                "z_override.tf": 'resource "x" "y" {\n  b = 2\n  rule {\n    p = 9\n  }\n}\n',
                "override.tf": 'resource "x" "y" {\n  b = 3\n  c = 3\n}\n',
            }
        )
        .at("x.y")
        .body
    )
    assert (body.get("a"), body.get("b"), body.get("c")) == (1, 2, 3)
    assert [block.get("p") for block in body.blocks("rule")] == [9]
    assert [block.get("p") for block in body.blocks("other")] == [3]


def test_blocks_of_all_kinds_are_tolerated_and_the_useful_ones_given(load: Load) -> None:
    estate = load(
        """
terraform { required_version = "~> 1.9" }
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
moved {
  from = x.a
  to   = x.y
}
import {
  to = x.y
  id = "i"
}
removed { from = x.b }
check "c" {
  data "d" "inside" { a = 1 }
  assert {
    condition     = true
    error_message = "m"
  }
}
ephemeral "e" "f" { a = 2 }
resource "x" "y" {
  provider   = aws.us
  depends_on = [x.z, module.m]
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags, x[0].y]
  }
  provisioner "local-exec" { command = "true" }
}
resource "x" "z" {
  lifecycle { ignore_changes = all }
}
"""
    )
    assert not estate.troubles
    assert {item.address: item.mode for item in estate.resources} == {
        "data.d.inside": "data",
        "ephemeral.e.f": "ephemeral",
        "provider.aws": "provider",
        "provider.aws.us": "provider",
        "x.y": "managed",
        "x.z": "managed",
    }
    body = estate.at("x.y").body
    assert body.get("provider") == "aws.us"
    assert body.get("depends_on") == ["x.z", "module.m"]
    assert body.block("lifecycle").get("prevent_destroy") is True
    assert body.block("lifecycle").get("ignore_changes")[0] == "tags"
    assert estate.at("x.z").body.block("lifecycle").get("ignore_changes") == "all"
    assert estate.at("provider.aws.us").body.get("region") == "us-east-1"


def test_variables_locals_and_outputs_are_given_once_a_directory(load: Load) -> None:
    estate = load(
        {
            "main.tf": 'module "m" {\n  source = "./m"\n  count = 2\n}\n'
            'variable "top" {\n  type = string\n  default = "d"\n}\n',
            "m/main.tf": 'variable "v" {\n  default = "w"\n  sensitive = true\n}\n'
            'locals {\n  l = "m"\n}\noutput "o" {\n  value = local.l\n}\n',
        }
    )
    found = {item.address: (item.mode, dict(item.body.attributes)) for item in estate.variables}
    assert found == {
        "var.top": ("variable", {"type": "string", "default": "d"}),
        "module.m[0].var.v": ("variable", {"default": "w", "sensitive": True}),
        "module.m[0].output.o": ("output", {"value": "m"}),
        "module.m[0].locals": ("locals", {"l": "m"}),
    }


def test_secret_values_are_registered(load: Load) -> None:
    estate = load(
        """
variable "password" {
  sensitive = true
  default   = { user = "root", password = "swordfish-1", pin = 12345678 }
}
variable "short" {
  sensitive = true
  default   = "abc"
}
variable "public" { default = "plain-text" }
resource "x" "y" {
  a = sensitive("inline-secret")
  b = base64encode("p:${var.password.password}")
  c = var.public
}
"""
    )
    estate.at("x.y").body.get("b")
    assert {"swordfish-1", "12345678", "inline-secret", "root"} <= estate.sensitive
    assert "cDpzd29yZGZpc2gtMQ==" in estate.sensitive
    assert "plain-text" not in estate.sensitive
    assert "abc" not in estate.sensitive


def test_files_are_read_inside_the_base_only(load: Load, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside-of-base.txt"
    outside.write_text("outside")
    estate = load(
        {
            "root/main.tf": """
resource "x" "y" {
  text     = file("${path.module}/a.txt")
  rendered = templatefile("${path.module}/t.tpl", { who = "you", list = ["a", "b"] })
  outside  = file("../../outside-of-base.txt")
  missing  = file("none.txt")
  fallback = try(file("none.txt"), "fallback")
  here     = fileexists("a.txt")
  there    = fileexists("none.txt")
  set      = fileset(path.module, "**/*.t{xt,pl}")
  hash     = filemd5("a.txt")
  large    = file("large.txt")
  latin    = file("latin.bin")
  bytes    = filebase64("latin.bin")
  partly   = templatefile("t.tpl", { who = aws_x.y.id, list = [] })
}
resource "aws_x" "y" {}
""",
            "root/a.txt": "hello",
            "root/t.tpl": "hi ${who}%{ for x in list } ${x}%{ endfor }",
            "root/large.txt": "x" * 1_000_001,
            "root/latin.bin": b"\xe9",
        },
        root="root",
    )
    body = estate.at("x.y").body
    assert body.get("text") == "hello"
    assert body.get("rendered") == "hi you a b"
    assert body.get("fallback") == "fallback"
    assert (body.get("here"), body.get("there")) == (True, False)
    assert body.get("set") == ["a.txt", "large.txt", "t.tpl"]
    assert body.get("hash") == "5d41402abc4b2a76b9719d911017c592"
    assert body.get("bytes") == "6Q=="
    assert body.get("partly").known_text("?") == "hi ?"
    for name in ("outside", "missing", "large", "latin"):
        assert isinstance(body.get(name), Unknown), name
    assert estate.sources["root/a.txt"] == b"hello"
    assert not any("outside" in name for name in estate.sources)


def test_every_file_that_was_read_is_in_the_sources(load: Load) -> None:
    files = {
        "main.tf": b'module "m" {\n  source = "./m"\n}\n',
        "terraform.tfvars": b"",
        "m/main.tf": b"\xef\xbb\xbf# bom\n",
    }
    assert load(files).sources == files


def test_a_byte_order_mark_and_crlf_are_accepted(load: Load) -> None:
    estate = load({"main.tf": b'\xef\xbb\xbfresource "x" "y" {\r\n  a = 1\r\n}\r\n'})
    assert not estate.troubles
    assert estate.at("x.y").body.get("a") == 1


def test_text_that_is_not_utf_8_is_told_and_audited_nevertheless(load: Load) -> None:
    estate = load({"main.tf": b'# one\nresource "x" "y" {\n  a = "caf\xe9"\n  b = 1\n}\n'})
    assert [(t.kind, t.place.line) for t in estate.troubles] == [("unparsable", 3)]
    assert estate.at("x.y").body.get("a") == "caf\ufffd"


FAULTS = [
    ('resource "x" "y" {\n  a = 1\n  a = 2\n}\n', 3),
    ('resource "x" "y" {\n  a = 1.2.3\n}\n', 2),
    ('resource "x" "y" {\n  a = 0x10\n}\n', 2),
    ('resource "x" "y" {\n  a = 1 b = 2\n}\n', 2),
    ('resource "x" "y" {\n  a = \n}\n', None),
    ('resource "x" "y" {\n  a = [1, 2\n}\n', None),
    ('resource "x" "y" {\n  a = "open\n}\n', None),
    ('resource "x" "y" {\n  a = <<EOT\nopen\n}\n', None),
    ('resource "x" "y" {\n', None),
    ("}\n", None),
    ('resource "x" "y" {}\nresource "x" "y" {}\n', 2),
]


@pytest.mark.parametrize(("text", "line"), FAULTS)
def test_a_fault_is_told_and_the_rest_is_used(load: Load, text: str, line: int | None) -> None:
    estate = load('resource "good" "first" {\n  a = 1\n}\n' + text)
    assert kinds(estate) == ["unparsable"]
    trouble = estate.troubles[0]
    assert trouble.place.file == "main.tf"
    if line is not None:
        assert trouble.place.line == line + 3
    assert estate.at("good.first").body.get("a") == 1


def test_blocks_after_a_fault_are_used_and_keep_their_lines(load: Load) -> None:
    estate = load('resource "bad" "one" {\n  a = [1, \n}\n\nresource "x" "y" {\n  a = 1\n}\n')
    assert estate.at("x.y").place == Place("main.tf", 5, 7)
    assert estate.at("x.y").body.get("a") == 1


def test_no_attribute_of_an_unreadable_expression_looks_absent(load: Load) -> None:
    estate = load('resource "x" "y" {\n  a = 1.2.3\n}\n')
    assert isinstance(estate.at("x.y").body.get("a"), Unknown)


def test_a_directory_that_is_not_there_is_a_trouble(tmp_path: Path) -> None:
    estate = load_root(tmp_path / "none", tmp_path, Inputs())
    assert kinds(estate) == ["unreadable"]
    assert estate.resources == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_a_trouble(tree: Tree) -> None:
    base = tree({"main.tf": 'resource "x" "y" {}\n', "secret.tf": ""})
    (base / "secret.tf").chmod(0)
    estate = load_root(base, base, Inputs())
    assert kinds(estate) == ["unreadable"]
    assert estate.at("x.y") is not None


def test_what_is_no_regular_file_is_a_trouble_and_does_not_block(tree: Tree) -> None:
    base = tree({"main.tf": 'resource "x" "y" {}\n'})
    os.mkfifo(base / "pipe.tf")
    (base / "folder.tf").mkdir()
    estate = load_root(base, base, Inputs())
    assert kinds(estate) == ["unreadable", "unreadable"]
    assert estate.at("x.y") is not None


def test_a_file_that_is_too_large_is_not_parsed(tree: Tree) -> None:
    base = tree({"main.tf": 'resource "x" "y" {}\n'})
    with (base / "huge.tf").open("wb") as stream:
        stream.truncate(20_000_001)
    estate = load_root(base, base, Inputs())
    assert kinds(estate) == ["too-large"]
    assert estate.at("x.y") is not None


def test_the_cache_gives_the_same_estate_and_stays_small(tree: Tree) -> None:
    files: dict[str, str | bytes] = {
        f"r{n}/main.tf": f'resource "x" "y{n}" {{\n  a = {n}\n}}\n' + "#" * 5000 for n in range(20)
    }
    base = tree(files)
    cache = FileCache(most_bytes=20_000)
    for _ in range(2):
        for n in range(20):
            estate = load_root(base / f"r{n}", base, Inputs(), cache)
            assert estate.at(f"x.y{n}").body.get("a") == n
    assert cache.held_bytes <= 20_000


def test_resources_come_in_order_of_their_addresses(load: Load) -> None:
    estate = load('resource "x" "y" {\n  count = 12\n}\nresource "a" "z" {}\n')
    assert [item.address for item in estate.resources] == [
        "a.z",
        *(f"x.y[{n}]" for n in range(12)),
    ]
