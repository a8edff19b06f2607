"""Accepting findings: waivers, ignore comments and baselines."""

from __future__ import annotations

import json
import subprocess

import pytest

DISK = """
resource "aws_ebs_volume" "data" {{
  size      = 10
  encrypted = false{comment}
}}
"""

WAIVER = """
[[waivers]]
check = "{check}"
resource = "{resource}"
reason = "moved next quarter"
owner = "team-data"
approver = "security"
expires = "{expires}"
"""


def only(ran, check="encryption.at_rest"):
    (finding,) = ran.findings(check)
    return finding


def state(ran):
    return [(item["state"], item["source"]) for item in ran.document["waivers"]]


@pytest.mark.parametrize(
    ("check", "resource", "expires", "waived", "became"),
    [
        ("encryption.at_rest", "aws_ebs_volume.data", "2027-01-31", True, "used"),
        ("encryption.*", "*", "2027-01-31", True, "used"),
        ("encryption.at_rest", "aws_ebs_volume.data", "2026-11-24", True, "used"),
        ("encryption.at_rest", "aws_ebs_volume.data", "2026-11-23", False, "expired"),
        ("encryption.at_rest", "aws_ebs_volume.other", "2027-01-31", False, "unused"),
        ("encryption.at_rest", "aws_ebs_volume.data", "2099-01-01", False, "malformed"),
        ("encryption.at_rest", "aws_ebs_volume.data", "soon", False, "malformed"),
        ("encryption.at_rest", "", "2027-01-31", False, "malformed"),
    ],
)
def test_waivers(auditor, tree, check, resource, expires, waived, became):
    text = WAIVER.format(check=check, resource=resource, expires=expires)
    tree({"main.tf": DISK.format(comment=""), "auditor.toml": text})
    ran = auditor("scan", ".", "-o", "json", "--fail-on", "high")
    assert only(ran)["waived"] is waived
    assert state(ran) == [(became, "auditor.toml:2")]
    assert ran.code == (2 if became == "malformed" else 0 if waived else 1)
    if waived:
        assert only(ran)["waiver"]["owner"] == "team-data"
    else:
        assert "auditor.toml:2" in auditor("scan", ".").out


@pytest.mark.parametrize(
    ("comment", "waived", "became"),
    [
        (' # auditor:ignore=encryption.at_rest until=2027-01-31 reason="later"', True, "used"),
        (' # auditor:ignore=encryption.at_rest until=2026-01-31 reason="later"', False, "expired"),
        (" # auditor:ignore=encryption.at_rest", False, "malformed"),
        (" # checkov:skip=CKV_AWS_3:later", True, "used"),
        (" # trivy:ignore:AVD-AWS-0026", True, "used"),
        (" # trivy:ignore:aws-0026", True, "used"),
        (" # tfsec:ignore:AWS-0026", True, "used"),
        (" # checkov:skip=CKV_AWS_999:another rule", False, None),
    ],
)
def test_ignore_comments(auditor, tree, comment, waived, became):
    tree({"main.tf": DISK.format(comment=comment)})
    ran = auditor("scan", ".", "-o", "json", "--fail-on", "high")
    assert only(ran)["waived"] is waived
    assert [word for word, _ in state(ran)] == ([became] if became else [])
    assert ran.code == (2 if became == "malformed" else 0 if waived else 1)


def test_a_comment_covers_its_own_block_only(auditor, tree):
    first = DISK.format(comment=" # checkov:skip=CKV_AWS_3:later")
    tree({"main.tf": first + DISK.format(comment="").replace('"data"', '"other"')})
    ran = auditor("scan", ".", "-o", "json")
    assert {item["resource"]: item["waived"] for item in ran.findings("encryption.at_rest")} == {
        "aws_ebs_volume.data": True,
        "aws_ebs_volume.other": False,
    }


def test_baseline_gates_on_what_is_new(auditor, tree):
    root = tree({"main.tf": DISK.format(comment="")})
    assert auditor("baseline", "create", ".").code == 0
    assert auditor("baseline", "create", ".").code == 2
    words = ("scan", ".", "--baseline", "auditor-baseline.json")
    assert auditor(*words).code == 0
    tree({"main.tf": "\n\n\n" + DISK.format(comment="")})
    assert auditor(*words).code == 0
    tree({"more.tf": DISK.format(comment="").replace('"data"', '"new"')})
    ran = auditor(*words, "-o", "json")
    assert ran.code == 1
    known = {item["resource"]: item["known"] for item in ran.findings("encryption.at_rest")}
    assert known == {"aws_ebs_volume.data": True, "aws_ebs_volume.new": False}

    def held():
        entries = json.loads((root / "auditor-baseline.json").read_text())["entries"]
        return {entry["resource"] for entry in entries}

    assert auditor("baseline", "update", ".").code == 0
    assert held() == {"aws_ebs_volume.data", "aws_ebs_volume.new"}
    (root / "main.tf").unlink()
    assert auditor("baseline", "prune", ".").code == 0
    assert held() == {"aws_ebs_volume.new"}


def test_inserting_an_instance_does_not_make_the_others_new(auditor, tree):
    counted = DISK.format(comment="").replace("{\n  size", "{\n  count = 2\n  size", 1)
    tree({"main.tf": counted})
    auditor("baseline", "create", ".")
    tree({"main.tf": counted.replace("count = 2", "count = 5")})
    assert auditor("scan", ".", "--baseline", "auditor-baseline.json").code == 0


def test_since_gates_on_what_a_branch_adds(auditor, tree):
    root = tree({"infra/main.tf": DISK.format(comment="")})

    def git(*words):
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.com")
        subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    words = ("scan", "infra", "--since", "HEAD", "-o", "json")
    assert auditor(*words).code == 0
    tree(
        {
            "infra/main.tf": "# moved\n" + DISK.format(comment=""),
            "infra/more.tf": DISK.format(comment="").replace('"data"', '"new"'),
        }
    )
    ran = auditor(*words)
    assert ran.code == 1
    known = {item["resource"]: item["known"] for item in ran.findings("encryption.at_rest")}
    assert known == {"aws_ebs_volume.data": True, "aws_ebs_volume.new": False}
    assert ran.document["run"]["baseline"] == "HEAD"
    git("status")
    for revision in ("no-such-branch", "--output=x"):
        ran = auditor("scan", "infra", "--since", revision)
        assert ran.code == 2
        assert len(ran.err.strip().splitlines()) == 1
