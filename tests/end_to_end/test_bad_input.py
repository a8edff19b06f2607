"""Any input ends in findings, gaps, one clear line each, and an exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

DISK = 'resource "aws_ebs_volume" "{name}" {{\n  encrypted = false\n  size = 1\n}}\n'
SOUND = DISK.format(name="sound")


def malformed(root: Path) -> None:
    (root / "broken.tf").write_text('resource "aws_s3_bucket" "b" {\n  bucket = \n')


def latin(root: Path) -> None:
    (root / "latin.tf").write_bytes(b'locals {\n  name = "caf\xe9"\n}\n')


def huge(root: Path) -> None:
    line = b'  "key-%07d" = "value value value value value value value value"\n'
    with (root / "generated.tf").open("wb") as stream:
        stream.write(b"locals {\n  big = {\n")
        for number in range(900_000):
            stream.write(line % number)
        stream.write(b"  }\n}\n")


def long_line(root: Path) -> None:
    (root / "line.tf").write_text('locals {\n  x = "' + "a" * 1_100_000 + '"\n}\n')


def cyclic_locals(root: Path) -> None:
    (root / "cycle.tf").write_text(
        "locals {\n  a = local.b\n  b = local.a\n}\n"
        'resource "aws_ebs_volume" "c" {\n  encrypted = local.a\n}\n'
    )


def cyclic_modules(root: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (root / name).mkdir()
        (root / name / "main.tf").write_text(f'module "m" {{\n  source = "../{other}"\n}}\n')


def symlink_loop(root: Path) -> None:
    (root / "deep").mkdir()
    (root / "deep" / "loop").symlink_to(root, target_is_directory=True)
    (root / "dangling.tf").symlink_to(root / "nowhere.tf")


def unreadable(root: Path) -> None:
    (root / "locked.tf").write_text("locals {}\n")
    (root / "locked.tf").chmod(0)


def missing_module(root: Path) -> None:
    (root / "call.tf").write_text('module "m" {\n  source = "./nowhere"\n}\n')


def duplicate_attribute(root: Path) -> None:
    (root / "twice.tf").write_text("locals {\n  a = 1\n  a = 2\n}\n")


def cut_plan(root: Path) -> None:
    plan = json.dumps(
        {"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": []}
    )
    (root / "plan.json").write_text(plan[:-20])


def future_plan(root: Path) -> None:
    plan = {"format_version": "9.0", "terraform_version": "9.9.9", "resource_changes": []}
    (root / "plan.json").write_text(json.dumps(plan))


@pytest.mark.parametrize(
    ("spoil", "reason", "named"),
    [
        (malformed, "unparsable", "broken.tf"),
        (latin, "unparsable", "latin.tf"),
        (huge, "too-large", "generated.tf"),
        (long_line, "too-large", "line.tf"),
        (cyclic_locals, "cycle", "cycle.tf"),
        (cyclic_modules, "cycle", "main.tf"),
        (unreadable, "unreadable", "locked.tf"),
        (missing_module, "absent", "call.tf"),
        (duplicate_attribute, "unparsable", "twice.tf"),
        (cut_plan, "unparsable", "plan.json"),
        (future_plan, "unparsable", "plan.json"),
    ],
)
def test_what_cannot_be_read_is_a_gap_and_the_rest_is_audited(
    auditor, tree, spoil: Callable[[Path], None], reason: str, named: str
) -> None:
    if spoil is unreadable and os.geteuid() == 0:
        pytest.skip("the superuser reads everything")
    root = tree({"main.tf": SOUND})
    spoil(root)
    targets = [".", "plan.json"] if (root / "plan.json").exists() else ["."]
    ran = auditor("scan", *targets, "-o", "json", "--fail-on", "critical")
    gaps = [gap for gap in ran.document["gaps"] if gap["reason"] == reason]
    assert gaps, ran.document["gaps"]
    assert any(named in json.dumps(gap) for gap in gaps)
    assert all("\n" not in gap["detail"] for gap in gaps)
    assert ran.code == 3
    assert "aws_ebs_volume.sound" in {item["resource"] for item in ran.findings(verdict="fail")}
    terminal = auditor("scan", *targets, "--fail-on", "critical")
    assert named in terminal.out
    assert terminal.code == 3


def test_symlink_loops_end(auditor, tree):
    root = tree({"main.tf": SOUND})
    symlink_loop(root)
    ran = auditor("scan", ".", "-o", "json", "--fail-on", "critical")
    assert [item["resource"] for item in ran.findings("encryption.at_rest")] == [
        "aws_ebs_volume.sound"
    ]


def test_a_byte_order_mark_is_read(auditor, tree):
    root = tree({})
    (root / "main.tf").write_bytes(b"\xef\xbb\xbf" + SOUND.encode())
    ran = auditor("scan", ".", "-o", "json")
    assert (ran.code, ran.document["gaps"]) == (1, [])


def test_external_modules_are_shown_and_block_only_when_strict(auditor, tree):
    tree({"main.tf": 'module "m" {\n  source  = "acme/thing/aws"\n  version = "1.2.3"\n}\n'})
    ran = auditor("scan", ".", "-o", "json")
    assert [gap["reason"] for gap in ran.document["gaps"]] == ["external-module"]
    assert ran.code == 0
    assert auditor("scan", ".", "--strict").code == 3


@pytest.mark.parametrize(
    ("target", "code", "say"),
    [
        ("nowhere", 2, "nowhere does not exist"),
        ("empty", 3, "nothing to audit in empty"),
        ("tsl:example.org", 2, "did you mean tls:example.org"),
        ("", 2, "does not exist"),
    ],
)
def test_targets_that_mean_nothing(auditor, tree, target, code, say):
    root = tree({"good/main.tf": SOUND})
    (root / "empty").mkdir()
    ran = auditor("scan", target, "good", "--fail-on", "critical")
    assert ran.code == code
    assert say in ran.text
    assert "aws_ebs_volume.sound" in ran.out


@pytest.mark.parametrize(
    ("text", "say"),
    [
        (
            "[gate]\nfail_onn = 'high'\n",
            "auditor.toml:2: no key 'fail_onn' in [gate]: did you mean 'fail_on'?",
        ),
        ("[gates]\nstrict = true\n", "auditor.toml:1: no section 'gates': did you mean 'gate'?"),
        ("[gate]\nfail_on = 'awful'\n", "auditor.toml:2"),
        ("[gate.reasons]\ndenid = 'report'\n", "did you mean 'denied'?"),
        ("[checks.'encryption.at_rset']\nenabled = false\n", "did you mean 'encryption.at_rest'?"),
        ("[checks.'encryption.at_rest']\nseverty = 'low'\n", "auditor.toml:2: no key 'severty'"),
        ("[terraform]\nvar_file = ['x']\n", "did you mean 'var_files'?"),
        ("[gate\n", "auditor.toml is not TOML"),
    ],
)
def test_configuration_mistakes_name_the_line_and_the_remedy(auditor, tree, text, say):
    tree({"main.tf": SOUND, "auditor.toml": text})
    ran = auditor("scan", ".")
    assert ran.code == 2
    assert say in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("text", ["not json", "{}", '{"format": "auditor-baseline/9"}', ""])
def test_baselines_that_are_none(auditor, tree, text):
    tree({"main.tf": SOUND, "known.json": text})
    ran = auditor("scan", ".", "--baseline", "known.json")
    assert (ran.code, "known.json" in ran.err) == (2, True)
