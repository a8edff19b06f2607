"""Hostile and generated configuration ends in values, unknowns and troubles, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from auditor_resources.model import Estate, Unknown

Load = Callable[..., Estate]

_DOUBLING = "\n".join(f'  s{n} = "${{local.s{n - 1}}}${{local.s{n - 1}}}"' for n in range(1, 60))
_NESTING = "\n".join(f"  n{n} = [local.n{n - 1}, local.n{n - 1}]" for n in range(1, 60))
_SQUARES = "\n".join(f"  q{n} = local.q{n - 1} * local.q{n - 1}" for n in range(1, 60))
_CHAIN = "\n".join(f"  c{n} = local.c{n + 1}" for n in range(3000))

BOMBS = {
    "count": 'resource "x" "y" {\n  count = 1000000000\n  a = count.index\n}\n',
    "negative count": 'resource "x" "y" {\n  count = -1\n  a = count.index\n}\n',
    "range": 'resource "x" "y" {\n  a = range(1000000000)\n}\n',
    "range of ranges": 'resource "x" "y" {\n  a = [for a in range(1000) : [for b in range(1000) :'
    " [for c in range(1000) : a + b + c]]]\n}\n",
    "product": 'resource "x" "y" {\n  a = setproduct(range(1000), range(1000), range(1000))\n}\n',
    "format": 'resource "x" "y" {\n  a = format("%1000000000d", 1)\n}\n',
    "indent": 'resource "x" "y" {\n  a = indent(1000000000, "a\\nb")\n}\n',
    "power": 'resource "x" "y" {\n  a = pow(10, 1000000000)\n}\n',
    "number": 'resource "x" "y" {\n  a = 1e1000000000\n}\n',
    "digits": f'resource "x" "y" {{\n  a = {"9" * 5000} + 1\n}}\n',
    "join": 'resource "x" "y" {\n  a = join(join("", [for a in range(1000) : "xxxxxxxxxx"]),'
    " [for a in range(1000) : a])\n}\n",
    "pattern": 'resource "x" "y" {\n  a = regex("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab")\n}\n',
    "pattern in a row": 'resource "x" "y" {\n'
    '  a = regex("a*a*a*a*a*a*b", join("", [for n in range(500) : "a"]))\n}\n',
    "doubled text": f'locals {{\n  s0 = "xxxxxxxxxxxxxxxx"\n{_DOUBLING}\n}}\n'
    'resource "x" "y" {\n  a = local.s59\n}\n',
    "doubled lists": f"locals {{\n  n0 = [1]\n{_NESTING}\n}}\n"
    'resource "x" "y" {\n  a = jsonencode(local.n59)\n}\n',
    "doubled lists compared": f"locals {{\n  n0 = [1]\n{_NESTING}\n}}\n"
    'resource "x" "y" {\n  a = [local.n59, 1] == [local.n58, 1]\n}\n',
    "squares": f"locals {{\n  q0 = 12345678901234567890\n{_SQUARES}\n}}\n"
    'resource "x" "y" {\n  a = local.q59\n}\n',
    "chain": f'locals {{\n{_CHAIN}\n  c3000 = 1\n}}\nresource "x" "y" {{\n  a = local.c0\n}}\n',
    "brackets": f'resource "x" "y" {{\n  a = {"[" * 10_000}{"]" * 10_000}\n}}\n',
    "parentheses": f'resource "x" "y" {{\n  a = {"(" * 10_000}1{")" * 10_000}\n}}\n',
    "signs": f'resource "x" "y" {{\n  a = {"!" * 10_000}true\n}}\n',
    "operators": f'resource "x" "y" {{\n  a = 1{" + 1" * 10_000}\n}}\n',
    "conditionals": f'resource "x" "y" {{\n  a = {"true ? 1 : " * 10_000}1\n}}\n',
    "templates": f'resource "x" "y" {{\n  a = {chr(34) + "${" + chr(34)}' + "}\n",
    "nested templates": 'resource "x" "y" {\n  a = ' + '"${' * 300 + "1" + '}"' * 300 + "\n}\n",
    "splats": f'resource "x" "y" {{\n  a = [1]{"[*]" * 10_000}\n}}\n',
    "indices": f'resource "x" "y" {{\n  a = [1]{"[0]" * 10_000}\n}}\n',
    "functions": f'resource "x" "y" {{\n  a = {"abs(" * 10_000}1{")" * 10_000}\n}}\n',
    "blocks": 'resource "x" "y" {\n  a = path.cwd\n' + "b {\n" * 10_000 + "}\n" * 10_000 + "}\n",
    "directives": 'resource "x" "y" {\n  a = "'
    + "%{ if true }" * 300
    + "%{ endif }" * 300
    + '"\n}\n',
    "deep json": 'resource "x" "y" {\n  a = jsondecode("' + "[" * 5000 + "]" * 5000 + '")\n}\n',
    "deep yaml": 'resource "x" "y" {\n  a = yamldecode("' + "[" * 5000 + "]" * 5000 + '")\n}\n',
    "dates": 'resource "x" "y" {\n  a = timeadd("9999-12-31T00:00:00Z", "999999999999999h")\n}\n',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_defused(load: Load, name: str) -> None:
    started = time.process_time()
    estate = load(BOMBS[name])
    for resource in estate.resources:
        value = resource.body.get("a")
        assert isinstance(value, Unknown)
        assert len(value.reason) < 500
    assert all(len(trouble.detail) < 500 for trouble in estate.troubles)
    assert len(estate.resources) <= 1
    assert time.process_time() - started < 5


def test_the_product_of_module_instances_is_bounded(load: Load) -> None:
    started = time.process_time()
    estate = load(
        {
            "main.tf": 'module "m" {\n  source = "./a"\n  count = 9000\n}\n',
            "a/main.tf": 'module "m" {\n  source = "../b"\n  count = 9000\n}\n',
            "b/main.tf": 'resource "x" "y" {\n  count = 9000\n}\n',
        }
    )
    assert "too-large" in {trouble.kind for trouble in estate.troubles}
    assert len(estate.resources) <= 100_000
    assert time.process_time() - started < 30


def test_one_bomb_leaves_the_other_values(load: Load) -> None:
    loop = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]"
    estate = load(
        f'resource "x" "y" {{\n  a = {loop}\n  b = {{ for n in range(9) : n => n }}\n}}\n'
    )
    body = estate.at("x.y").body
    assert "too many steps" in body.get("a").reason
    assert len(body.get("b")) == 9
    assert [trouble.kind for trouble in estate.troubles] == ["unresolved"]


def test_a_number_of_instances_beyond_the_cap_leaves_one_that_says_so(load: Load) -> None:
    estate = load('resource "x" "y" {\n  count = 10001\n}\nresource "x" "z" {\n  count = 100\n}\n')
    assert "too large" in estate.at("x.y").exists.reason
    assert [(t.kind, t.address) for t in estate.troubles] == [("too-large", "x.y")]
    assert estate.at("x.z[99]").exists is None


def test_deep_nesting_is_a_trouble_with_its_line(load: Load) -> None:
    estate = load(
        '# comment\nresource "x" "y" {\n  a = ' + "[" * 200 + "]" * 200 + "\n  b = 1\n}\n"
    )
    assert [(t.kind, t.place.line) for t in estate.troubles] == [("unparsable", 3)]
    assert "nests too deeply" in estate.troubles[0].detail
    assert estate.at("x.y").body.get("b") == 1


@pytest.mark.parametrize("text", ["%%% no configuration at all", "\x00GITCRYPT\x00\x01\x02", '"'])
def test_a_file_without_any_block_is_a_trouble(load: Load, text: str) -> None:
    estate = load({"main.tf": 'resource "x" "y" {\n}\n', "terraform.tfvars": text})
    assert [trouble.kind for trouble in estate.troubles] == ["unparsable"]
    assert [resource.address for resource in estate.resources] == ["x.y"]


AWKWARD = {
    "half a surrogate pair": 'jsondecode("[\\"\\\\ud800\\"]")',
    "half a surrogate pair hashed": 'sha256(jsondecode("\\"\\\\ud800\\""))',
    "a NUL in a path": 'file("a\\u0000b")',
    "a very long path": f'file("{"x" * 5000}")',
    "a path of half a pair": 'try(file(jsondecode("\\"\\\\ud800\\"")), 1)',
    "CSV with an open quote": 'try(csvdecode("a\\n\\"x"), 1)',
    "a number of many digits": f'try(tonumber("{"9" * 5000}"), 1)',
    "JSON with many digits": f'try(jsondecode("{"9" * 5000}"), 1)',
    "digits that are no number": f'try(parseint("{"1" * 5000}", 10), 1)',
    "a network with a mask": 'try(cidrhost("10.0.0.0/255.0.0.0", 1), 1)',
    "digits of another script": 'try(tonumber("١٢"), 1)',
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_values_do_no_harm(load: Load, name: str) -> None:
    value = load(f'resource "x" "y" {{\n  a = {AWKWARD[name]}\n}}\n').at("x.y").body.get("a")
    assert value == 1 or isinstance(value, Unknown | list | str)
    repr(value).encode()


def test_awkward_sources_of_modules_do_no_harm(load: Load) -> None:
    estate = load(
        {
            "main.tf": 'module "a" {\n  source = "./a\\u0000b"\n}\n'
            f'module "b" {{\n  source = "./{"x" * 5000}"\n}}\n',
            "other.tf.json": '{"module": {"c": {"source": "./\\ud800"}}}',
        }
    )
    assert [trouble.kind for trouble in estate.troubles] == ["missing-module"] * 3


def test_a_long_number_that_is_none_is_told_soon(load: Load) -> None:
    started = time.process_time()
    estate = load('resource "x" "y" {\n  a = ' + "1" * 200_000 + "x\n}\n")
    assert [trouble.kind for trouble in estate.troubles] == ["unparsable"]
    assert time.process_time() - started < 5


def test_a_large_file_with_a_fault_is_read_soon(load: Load) -> None:
    started = time.process_time()
    block = 'resource "x" "y%d" {\n  a = 1\n}\n'
    estate = load("".join(block % n for n in range(10_000)) + "resource {\n")
    assert len(estate.resources) == 10_000
    assert estate.at("x.y9999").place.line == 29_998
    assert time.process_time() - started < 10
