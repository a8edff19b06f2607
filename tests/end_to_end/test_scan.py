"""What a user of ``auditor scan`` is promised."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

OPEN = """
resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  size              = 10
  encrypted         = false
}
"""
GOOD = (
    OPEN.replace("false", "true").replace("}", "  kms_key_id = aws_kms_key.k.arn\n}")
    + """
resource "aws_kms_key" "k" {
  enable_key_rotation     = true
  deletion_window_in_days = 30
}
"""
)
UNKNOWN = OPEN.replace("false", "var.encrypted") + 'variable "encrypted" {\n  type = bool\n}\n'

FIELDS = (
    "check verdict severity resource discriminator file line end_line message fingerprint "
    "controls waived evidence"
).split()


def test_a_clean_tree_is_clean(auditor, tree):
    tree({"main.tf": GOOD})
    ran = auditor("scan", ".", "-o", "json")
    assert (ran.code, ran.findings(verdict="fail")) == (0, [])
    assert ran.findings("encryption.at_rest", "pass")


def test_a_fault_is_named_with_place_and_fails_the_gate(auditor, tree):
    tree({"main.tf": OPEN})
    ran = auditor("scan", ".", "-o", "json")
    (finding,) = ran.findings("encryption.at_rest")
    assert ran.code == 1
    assert set(FIELDS) <= set(finding)
    assert (finding["resource"], finding["verdict"]) == ("aws_ebs_volume.data", "fail")
    assert (finding["file"], finding["line"]) == ("main.tf", 5)
    assert finding["discriminator"] == "encrypted"
    assert set(ran.document) >= {"run", "findings", "gaps", "coverage"}


def test_terminal_shows_what_where_why_and_how(auditor, tree):
    tree({"main.tf": OPEN})
    ran = auditor("scan", ".")
    for piece in ("encryption.at_rest", "main.tf:5", "aws_ebs_volume.data", "checks on"):
        assert piece in ran.out
    assert "\x1b[" not in ran.out


def test_quiet_prints_the_summary_only(auditor, tree):
    tree({"main.tf": OPEN})
    ran = auditor("scan", ".", "--quiet")
    assert len(ran.out.strip().splitlines()) <= 3
    assert "checks on" in ran.out


def test_unknown_is_shown_and_blocks_only_when_strict(auditor, tree):
    tree({"main.tf": UNKNOWN})
    ran = auditor("scan", ".", "-o", "json", "--fail-on", "critical")
    (finding,) = ran.findings("encryption.at_rest")
    assert (finding["verdict"], ran.code) == ("unknown", 0)
    assert "var.encrypted" in finding["message"]
    assert auditor("scan", ".", "--fail-on", "critical", "--strict").code == 3


def test_variables_from_the_command_line(auditor, tree):
    tree({"main.tf": UNKNOWN, "prod.tfvars": "encrypted = true\n"})
    for words in (("--var", "encrypted=false"), ("--var-file", "prod.tfvars")):
        ran = auditor("scan", ".", "-o", "json", *words)
        (finding,) = ran.findings("encryption.at_rest")
        assert finding["verdict"] == ("fail" if words[0] == "--var" else "pass")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--fail-on", "critical"), 0),
        (("--fail-on", "high"), 1),
        (("--exit-zero",), 0),
        (("-o", "jsn"), 2),
        (("-o", "json", "-o", "sarif"), 2),
        (("--fail-on", "awful"), 2),
        (("--var", "novalue"), 2),
        (("--baseline", "none.json"), 2),
        (("--config", "none.toml"), 2),
    ],
)
def test_exit_codes(auditor, tree, words, code):
    tree({"main.tf": OPEN})
    ran = auditor("scan", ".", *words)
    assert ran.code == code, ran.text
    if code == 2:
        assert len(ran.err.strip().splitlines()) <= 4


def test_a_report_never_replaces_a_source(auditor, tree):
    root = tree({"main.tf": OPEN})
    ran = auditor("scan", ".", "-o", "json=main.tf")
    assert (ran.code, (root / "main.tf").read_text()) == (2, OPEN)
    assert "looks like a source" in ran.err


def test_several_reports_in_one_run(auditor, tree):
    root = tree({"main.tf": OPEN})
    names = ("json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "csv", "pdf")
    words = [word for name in names for word in ("-o", f"{name}=out/{name}")]
    assert auditor("scan", ".", *words).code == 1
    for name in names:
        assert (root / "out" / name).stat().st_size > 100
    assert not list((root / "out").glob("*.part"))


def test_the_same_input_gives_the_same_bytes(auditor, tree):
    root = tree({"main.tf": OPEN + UNKNOWN.replace('"data"', '"other"')})
    for turn in ("a", "b"):
        auditor(
            "scan", ".", *(w for n in ("json", "sarif", "pdf") for w in ("-o", f"{n}={turn}.{n}"))
        )
    for name in ("json", "sarif", "pdf"):
        assert (root / f"a.{name}").read_bytes() == (root / f"b.{name}").read_bytes()


def test_fingerprints_do_not_depend_on_where_one_stands(auditor, tree):
    root = tree({"infra/main.tf": OPEN})
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    seen = set()
    for cwd, target in ((root, "."), (root, "infra"), (root / "infra", "."), (Path("/"), root)):
        ran = auditor("scan", str(target), "-o", "json", cwd=cwd)
        (finding,) = ran.findings("encryption.at_rest")
        assert finding["file"] == "infra/main.tf"
        seen.add(finding["fingerprint"])
    assert len(seen) == 1


def test_module_findings_name_the_line_the_author_can_change(auditor, tree):
    tree(
        {
            "main.tf": 'module "m" {\n  for_each  = toset(["x"])\n  source    = "./disk"\n'
            "  encrypted = false\n}\n",
            "disk/main.tf": 'variable "encrypted" {}\n' + OPEN.replace("false", "var.encrypted"),
        }
    )
    ran = auditor("scan", ".", "-o", "json", "-o", "sarif=a.sarif")
    (finding,) = ran.findings("encryption.at_rest")
    assert finding["resource"] == 'module.m["x"].aws_ebs_volume.data'
    assert finding["file"] == "disk/main.tf"
    assert finding["calls"][0]["file"] == "main.tf"


def verdicts(ran):
    found = ran.findings("encryption.at_rest")
    return {(item["file"], item["resource"]): item["verdict"] for item in found}


def test_a_file_is_told_with_its_module_around_it(auditor, tree):
    tree(
        {
            "main.tf": OPEN.replace("false", "var.encrypted"),
            "more.tf": OPEN.replace('"data"', '"more"'),
            "variables.tf": 'variable "encrypted" {\n  default = true\n}\n',
        }
    )
    ran = auditor("scan", "main.tf", "-o", "json")
    assert verdicts(ran) == {("main.tf", "aws_ebs_volume.data"): "pass"}
    (alone,) = ran.findings("encryption.at_rest")
    both = auditor("scan", ".", "-o", "json").findings("encryption.at_rest")
    assert alone["fingerprint"] in {item["fingerprint"] for item in both}


def test_files_that_are_no_module_together_are_audited_one_by_one(auditor, tree):
    tree(
        {
            "bad.tf": 'provider "aws" {\n}\n' + OPEN,
            "good.tf": 'provider "aws" {\n}\n' + OPEN.replace("false", "var.yes"),
            "variables.tf": 'variable "yes" {\n  default = true\n}\n' + OPEN.replace("data", "c"),
        }
    )
    ran = auditor("scan", ".", "-o", "json", "--bundle", "b")
    assert verdicts(ran) == {
        ("bad.tf", "aws_ebs_volume.data"): "fail",
        ("good.tf", "aws_ebs_volume.data"): "pass",
        ("variables.tf", "aws_ebs_volume.c"): "fail",
    }
    assert len(ran.findings("encryption.at_rest")) == 3
    (gap,) = ran.document["gaps"]
    assert "audited one by one" in gap["detail"]
    assert len({item["fingerprint"] for item in ran.findings("encryption.at_rest")}) == 3
    assert verdicts(auditor("scan", "good.tf", "-o", "json")) == {
        ("good.tf", "aws_ebs_volume.data"): "pass"
    }
    assert (auditor("verify", "b").code, auditor("replay", "b").code) == (0, 0)


def test_what_is_declared_twice_is_judged_twice(auditor, tree):
    tree({"main.tf": OPEN + OPEN.replace("false", "true")})
    ran = auditor("scan", ".", "-o", "json")
    found = ran.findings("encryption.at_rest")
    assert [(item["line"], item["verdict"]) for item in found] == [(5, "fail"), (11, "pass")]
    assert ["declared twice" in gap["detail"] for gap in ran.document["gaps"]] == [True]


def test_policy_of_single_checks(auditor, tree):
    tree(
        {
            "main.tf": OPEN,
            "auditor.toml": '[checks."encryption.at_rest"]\n'
            'severity = "info"\nenforce = "report"\n',
        }
    )
    ran = auditor("scan", ".", "-o", "json", "--fail-on", "info")
    (finding,) = ran.findings("encryption.at_rest")
    assert (finding["severity"], finding["enforce"]) == ("info", "report")
    tree({"auditor.toml": '[checks."encryption.at_rest"]\nenabled = false\n'})
    assert auditor("scan", ".", "-o", "json").findings("encryption.at_rest") == []


def test_configuration_in_pyproject(auditor, tree):
    tree({"main.tf": OPEN, "pyproject.toml": '[tool.auditor.gate]\nfail_on = "critical"\n'})
    assert auditor("scan", ".").code == 0
    assert auditor("scan", ".", AUDITOR_FAIL_ON="high").code == 1
    shown = auditor("config", "show")
    assert 'gate.fail_on = "critical"  # pyproject.toml:2' in shown.out


def test_a_plan_is_judged_like_its_source_and_only_for_what_it_changes(auditor, tree):
    def change(name: str, actions: list[str]) -> dict[str, object]:
        return {
            "address": f"aws_ebs_volume.{name}",
            "mode": "managed",
            "type": "aws_ebs_volume",
            "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {
                "actions": actions,
                "before": None,
                "after": {"encrypted": False, "size": 10},
                "after_unknown": {"id": True},
                "after_sensitive": {},
            },
        }

    changes = [change("new", ["create"]), change("old", ["no-op"]), change("gone", ["delete"])]
    plan = {"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": changes}
    tree({"plan.json": json.dumps(plan)})
    ran = auditor("scan", "plan.json", "-o", "json")
    verdicts = {
        item["resource"]: item["known"] for item in ran.findings("encryption.at_rest", "fail")
    }
    assert verdicts == {"aws_ebs_volume.new": False, "aws_ebs_volume.old": True}


@pytest.mark.parametrize("names", [("reportlab", "cryptography", "tree_sitter", "rich", "asyncio")])
def test_starting_up_loads_nothing_heavy(names: tuple[str, ...]) -> None:
    code = f"import auditor, auditor.cli, sys; print([n for n in {names!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_other_commands(auditor: Callable[..., object], tree) -> None:
    assert auditor("--version").out.startswith("auditor ")
    checks = json.loads(auditor("checks", "--json").out)
    assert len(checks) >= 40
    assert {"id", "title", "family", "severity", "controls", "same_as"} <= set(checks[0])
    family = json.loads(auditor("checks", "--family", "encryption", "--json").out)
    assert {item["family"] for item in family} == {"encryption"}
    assert "How to mend it" in auditor("explain", "encryption.at_rest").out
    assert "encryption.at_rest" in auditor("explain", "CKV_AWS_3").out
    assert auditor("explain", "encryption.at_rset").code == 2
    assert auditor("chekcs").code == 2
    assert auditor("plugins").code == 0
    assert auditor("doctor").code == 0
    for shell in ("bash", "zsh", "fish"):
        assert "_AUDITOR_COMPLETE" in auditor("completion", shell).out
    schema = json.loads(auditor("config", "schema").out)
    assert {"scan", "gate", "checks", "waivers", "terraform"} <= set(schema["properties"])


def test_init_writes_a_configuration_that_works(auditor, tree):
    root = tree({"infra/main.tf": GOOD, ".github/CODEOWNERS": "* @team\n"})
    ran = auditor("init")
    assert "found: Terraform" in ran.out
    assert (root / ".github/workflows/auditor.yml").is_file()
    assert auditor("init").code == 2
    assert auditor("scan").code == 0
