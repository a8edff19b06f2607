"""Functions answer as Terraform does.

``data/functions.tsv`` holds expressions with their values; where the ``terraform``
binary is found, the same file is checked against it, so that the table itself is held
to the truth.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor_resources.jsontext import encode
from auditor_resources.model import Unknown
from auditor_resources.values import Failed
from auditor_terraform.functions import registry

Evaluate = Callable[[str], Any]
TABLE = Path(__file__).parent / "data" / "functions.tsv"
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
DOCUMENTED = """
abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512
basename bcrypt can ceil chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce
coalescelist compact concat contains csvdecode dirname distinct element endswith file filebase64
filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512
flatten floor format formatdate formatlist indent index issensitive join jsondecode jsonencode
keys length log lookup lower matchkeys max md5 merge min nonsensitive one parseint pathexpand
plantimestamp pow range regex regexall replace reverse rsadecrypt sensitive setintersection
setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith strcontains
strrev substr sum templatefile templatestring textdecodebase64 textencodebase64 timeadd timecmp
timestamp title tobool tolist tomap tonumber toset tostring transpose trim trimprefix trimspace
trimsuffix try upper urlencode uuid uuidv5 values yamldecode yamlencode zipmap
""".split()


def answer(evaluate: Evaluate, expression: str) -> str:
    """Return the value as JSON, or ERROR."""
    try:
        value = encode(evaluate(expression))
    except Failed:
        return "ERROR"
    assert isinstance(value, str), f"{expression} is unknown: {value!r}"
    return value


@pytest.mark.parametrize(("expression", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_function_has_its_value(evaluate: Evaluate, expression: str, expected: str) -> None:
    assert answer(evaluate, expression) == expected


def test_every_documented_function_is_there() -> None:
    assert set(DOCUMENTED) <= set(registry.names())


def test_the_table_tries_every_function_with_a_value() -> None:
    not_in_the_table = {
        "bcrypt", "timestamp", "plantimestamp", "uuid", "rsadecrypt", "base64gzip", "abspath",
        "pathexpand", "sensitive", "nonsensitive", "issensitive", "file", "filebase64",
        "filebase64sha256", "filebase64sha512", "fileexists", "filemd5", "fileset", "filesha1",
        "filesha256", "filesha512", "templatefile",
    }  # fmt: skip
    tried = " ".join(row[0] for row in ROWS)
    missing = [n for n in DOCUMENTED if f"{n}(" not in tried and n not in not_in_the_table]
    assert missing == []


def _terraform(expressions: list[str], directory: Path) -> list[str]:
    """Ask Terraform for many values at once; halve the batch when one is refused outright."""
    inner = ",".join(f'try(jsonencode({item}), "ERROR")' for item in expressions)
    done = subprocess.run(
        ["terraform", "console"],
        input=f"base64encode(jsonencode([{inner}]))\n",
        cwd=directory,
        env={"PATH": str(Path(shutil.which("terraform") or "").parent), "CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    text = done.stdout.strip()
    if done.returncode == 0 and text.startswith('"'):
        return list(json.loads(base64.b64decode(text.strip('"'))))
    if len(expressions) == 1:
        return ["ERROR"]
    half = len(expressions) // 2
    return _terraform(expressions[:half], directory) + _terraform(expressions[half:], directory)


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_the_table_agrees_with_terraform(tmp_path: Path) -> None:
    answers = _terraform([row[0] for row in ROWS], tmp_path)
    differing = [(row, found) for row, found in zip(ROWS, answers, strict=True) if row[1] != found]
    assert differing == []


@pytest.mark.parametrize(
    "expression",
    ["timestamp()", "plantimestamp()", "uuid()", 'bcrypt("x")', 'base64gzip("x")', 'abspath("x")'],
)
def test_what_only_terraform_can_tell_is_unknown(evaluate: Evaluate, expression: str) -> None:
    value = evaluate(expression)
    assert isinstance(value, Unknown)
    assert value.reason


def test_an_unknown_function_is_unknown_and_named(evaluate: Evaluate) -> None:
    assert "frobnicate" in evaluate("frobnicate(1)").reason


def test_a_pattern_that_may_take_long_is_not_evaluated(evaluate: Evaluate) -> None:
    assert evaluate('regex("(?:a|b)+c", "abc")') == "abc"
    value = evaluate('regex("^([a-z]+-?)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")')
    assert isinstance(value, Unknown)
    assert evaluate('replace("a-b-c-d-e-f-g-h-i-j-k-l", "/-/", "+")').count("+") == 11
