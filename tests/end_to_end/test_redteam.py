"""Hostile inputs: no secret value gets out, and everything ends in findings, gaps, an exit code."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DISK = 'resource "aws_ebs_volume" "sound" {\n  encrypted = false\n}\n'
REPORTS = ("json", "sarif", "junit", "github", "gitlab", "markdown", "csv")
LINUX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux devices")


def secret(number: int) -> str:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return f"Kx{number}{digest[:6]}Qz{digest[6:12].upper()}"


def token(number: int) -> str:
    return f"ghp_{number:04d}{hashlib.sha256(str(number).encode()).hexdigest()[:32]}"


def outputs(auditor: Any, root: Path, *words: str) -> dict[str, str]:
    """Every byte that a scan of the tree writes, by where it is written."""
    files = [word for name in REPORTS for word in ("-o", f"{name}=out/{name}")]
    ran = auditor("--debug", "scan", ".", *words, *files, "--bundle", "bundle")
    assert (root / "bundle").is_dir(), ran.text
    assert auditor("replay", "bundle").code == 0
    written = {"stdout": ran.out, "stderr": ran.err}
    for folder in ("out", "bundle"):
        for path in (root / folder).rglob("*"):
            if path.is_file():
                written[path.name] = path.read_bytes().decode("utf-8", "replace")
    return written


def assert_hidden(written: dict[str, str], *values: str) -> None:
    for name, text in written.items():
        for value in values:
            assert value not in text, (name, value)
            assert value.encode().hex() not in text, (name, value)


def test_tokens_stay_out_wherever_they_stand(auditor, tree):
    one, two, three, four, five, six = (token(number) for number in range(6))
    root = tree(
        {
            "main.tf": f'module "m" {{\n  source = "./m"\n  for_each = {{ "{one}" = 1 }}\n}}\n'
            f'resource "aws_security_group" "{two}" {{\n  description = "{three}"\n}}\n'
            f'module "far" {{\n  source = "git::https://u:{secret(1)}@h/x?token={four}"\n}}\n'
            f'resource "aws_ebs_volume" "v" {{\n'
            f'  # auditor:ignore=encryption.at_rest until=2027-01-31 reason="see {five}"\n'
            f"  encrypted = false\n}}\n",
            "twice.tf.json": f'{{"locals": {{"{six}": 1, "{six}": 2}}}}',
            "m/main.tf": DISK,
        }
    )
    assert_hidden(outputs(auditor, root), one, two, three, four, five, six, secret(1))


def test_overridden_and_undeclared_values_are_secret_too(auditor, tree):
    values = [secret(number) for number in range(10, 18)]
    root = tree(
        {
            "main.tf": f'variable "conf" {{\n  sensitive = true\n  default   = "{values[0]}"\n}}\n'
            f'variable "db_passwords" {{\n  default = ["{values[1]}"]\n}}\n{DISK}',
            "main_override.tf": f'variable "conf" {{\n  default = "{values[2]}"\n}}\n',
            "terraform.tfvars": f'conf = "{values[3]}"\ndb_passwords = ["{values[4]}"]\n',
            "z.auto.tfvars.json": json.dumps(
                {"conf": values[5], "db_passwords": [values[6]], "old_secrets": [values[7]]}
            ),
        }
    )
    assert_hidden(outputs(auditor, root), *values)


def test_commands_and_hex_are_looked_into(auditor, tree):
    values = [secret(number) for number in range(20, 24)]
    encoded = f"password={values[3]}".encode().hex()
    root = tree(
        {
            "main.tf": DISK + 'resource "null_resource" "n" {\n  triggers = {\n'
            f'    a = "curl -s -u admin:{values[0]} https://x"\n'
            f'    b = "mysql -h db -p{values[1]} shop"\n'
            f'    c = "sshpass -p {values[2]} ssh h"\n    d = "{encoded}"\n  }}\n}}\n'
        }
    )
    assert_hidden(outputs(auditor, root), *values, encoded)


def test_of_a_faulty_file_only_what_was_read_is_kept(auditor, tree):
    hidden = secret(30)
    root = tree(
        {
            "main.tf": DISK
            + f'variable "x" {{\n  sensitive = true\n  default = "{hidden}" oops\n}}\n',
            "bad.tf.json": f'{{"locals": {{"x": "{hidden}",,}}}}',
            "plan.json": '{"format_version": "1.2", "resource_changes": [], "x": "' + hidden,
        }
    )
    written = outputs(auditor, root)
    assert_hidden(written, hidden)
    assert any("encrypted = false" in text for text in written.values())


def test_plans_hide_outputs_constants_and_what_was_before(auditor, tree):
    values = [secret(number) for number in range(40, 45)]
    marked = {"before_sensitive": True, "after_sensitive": True}
    root = tree(
        {
            "plan.json": json.dumps(
                {
                    "format_version": "1.2",
                    "terraform_version": "1.9.0",
                    "variables": {"tokens": {"value": [values[4]]}},
                    "resource_changes": [],
                    "output_changes": {"o": {"before": values[0], "after": values[1], **marked}},
                    "configuration": {
                        "root_module": {
                            "resources": [
                                {
                                    "address": "aws_db_instance.a",
                                    "expressions": {
                                        "password_wo": {"constant_value": values[2]},
                                        "passwords": {"constant_value": [values[3]]},
                                    },
                                }
                            ]
                        }
                    },
                }
            )
        }
    )
    assert_hidden(outputs(auditor, root), *values)


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_what_one_module_knows_to_be_secret_is_hidden_in_all(auditor, tree, first, second):
    hidden = secret(50)
    root = tree(
        {
            f"{first}/main.tf": f'variable "p" {{\n  sensitive = true\n  default="{hidden}"\n}}\n',
            f"{second}/main.tf": f"# formerly {hidden}\n"
            + DISK.replace("{\n", f'{{\n  for_each = toset(["{hidden}"])\n', 1),
        }
    )
    assert_hidden(outputs(auditor, root), hidden)


def test_waivers_and_messages_about_the_configuration(auditor, tree):
    values = [token(60), token(61), secret(62)]
    root = tree(
        {
            "main.tf": DISK,
            "auditor.toml": f'[[waivers]]\ncheck = "encryption.*"\nresource = "{values[0]}"\n'
            f'reason = "password={values[2]}"\nowner = "{values[1]}"\napprover = "x"\n'
            'expires = "2027-01-31"\n',
        }
    )
    assert_hidden(outputs(auditor, root), *values)
    tree({"auditor.toml": f'[gate]\nfail_on = "{values[0]}"\n'})
    assert values[0] not in auditor("scan", ".").text
    assert values[0] not in auditor("scan", ".", "--fail-on", values[0]).text


def test_names_that_are_no_text(auditor, tree):
    root = tree({"main.tf": DISK, "new\nline.tf": DISK.replace("sound", "other")})
    for name in (b"caf\xe9.tf", b"plan\xff.json"):
        path = os.fsencode(root) + b"/" + name
        text = (
            DISK.replace("sound", "latin") if name.endswith(b".tf") else '{"format_version":1,"x":'
        )
        Path(os.fsdecode(path)).write_text(text)
    ran = auditor("scan", ".", "-o", "json=o.json", "-o", "pdf=o.pdf", "--bundle", "b")
    assert ran.code == 1
    assert (
        len({item["file"] for item in json.loads((root / "o.json").read_text())["findings"]}) == 3
    )
    assert (auditor("verify", "b").code, auditor("replay", "b").code) == (0, 0)


def test_pipes_sockets_loops_and_devices_end(auditor, tree):
    root = tree({"main.tf": DISK})
    for name in ("pipe.tf", "pipe.pem", "pipe.json"):
        os.mkfifo(root / name)
    for name in ("loop.tf", "loop.pem", "loop.d"):
        (root / name).symlink_to(name)
    (root / "zero.tf").symlink_to("/dev/zero")
    ran = auditor("scan", ".", "pipe.pem", "loop.pem", "-o", "json")
    assert "aws_ebs_volume.sound" in {item["resource"] for item in ran.findings(verdict="fail")}
    told = json.dumps(ran.document["gaps"])
    for name in ("pipe.tf", "loop.tf", "zero.tf", "pipe.pem", "loop.pem"):
        assert name in told
    alone = auditor("scan", "zero.tf", "-o", "json")
    assert (alone.code, "zero.tf" in json.dumps(alone.document["gaps"])) == (3, True)


@LINUX
@pytest.mark.parametrize("config", ["/dev/zero", "pipe", "folder", "deep.toml", "number.toml"])
def test_configurations_and_baselines_that_are_none(auditor, tree, config):
    root = tree({"main.tf": DISK, "deep.toml": f"a={'[' * 5000}", "number.toml": f"a={'9' * 5000}"})
    os.mkfifo(root / "pipe")
    (root / "folder").mkdir()
    for option in ("--config", "--baseline"):
        ran = auditor("scan", ".", option, config)
        assert (ran.code, len(ran.err.strip().splitlines())) == (2, 1), ran.err


@pytest.mark.parametrize(
    "text", ["tool = 1\n[tool.auditor]", "[tool]\nauditor = 1\n#[tool.auditor]"]
)
def test_a_pyproject_of_another_shape(auditor, tree, text):
    tree({"main.tf": DISK, "pyproject.toml": text})
    assert auditor("scan", ".").code in (1, 2)


@LINUX
@pytest.mark.parametrize(
    ("file", "code"),
    [("folder", 2), ("main.tf/x", 2), ("n" * 300, 2), ("/", 2), ("/dev/full", 2), ("new/x", 1)],
)
def test_reports_that_cannot_be_written_cost_nothing_else(auditor, tree, file, code):
    root = tree({"main.tf": DISK})
    (root / "folder").mkdir()
    ran = auditor("scan", ".", "-o", f"json={file}", "-o", "sarif=s.sarif", "--bundle", "b")
    assert ran.code == code, ran.err
    assert (root / "s.sarif").stat().st_size > 100
    assert (root / "b").is_dir()
    assert Path("/dev/full").is_char_device()


@LINUX
def test_a_device_or_pipe_is_written_to_and_never_replaced(auditor, tree):
    root = tree({"main.tf": DISK})
    os.mkfifo(root / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=root, stdout=subprocess.PIPE) as reader:
        assert auditor("scan", ".", "-o", "json=pipe").code == 1
        assert json.loads(reader.communicate()[0])["findings"]
    assert (root / "pipe").is_fifo()
    assert auditor("scan", ".", "-o", "json=a", "-o", "sarif=./a").code == 2
    assert json.loads(auditor("scan", ".", "-o", "json=/dev/stdout").out)["findings"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-", "| head -c 1", "> /dev/full"])
def test_closed_and_full_streams(tree, closed):
    root = tree({"main.tf": DISK})
    command = f"{sys.executable} -m auditor scan . {closed}"
    done = subprocess.run(
        command, shell=True, cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr
    assert "internal error" not in done.stderr


def test_a_directory_that_is_gone(auditor, tree):
    root = tree({"main.tf": DISK})
    command = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m auditor scan {root}"
    done = subprocess.run(
        command, shell=True, cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_module_calls_that_multiply(auditor, tree):
    calls = "".join(f'module "c{number}" {{\n  source = "SOURCE"\n}}\n' for number in range(10))
    files = {f"m{level}/c.tf": calls.replace("SOURCE", f"../m{level + 1}") for level in range(8)}
    tree({**files, "m8/x.tf": "locals {}\n", "m0/disk.tf": DISK})
    ran = auditor("scan", "m0", "-o", "json", "--fail-on", "critical")
    assert ran.code == 3
    assert "too-large" in {gap["reason"] for gap in ran.document["gaps"]}
    assert ran.findings("encryption.at_rest")


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00"])
def test_moments_out_of_range(auditor, tree, time):
    tree({"main.tf": DISK})
    assert auditor("scan", ".", "--moment", time).code == 2


@pytest.mark.parametrize(
    "name",
    ["bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "data/run/policy.json"],
)
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_bundles_of_pipes_and_devices_do_not_verify(auditor, tree, name, kind):
    root = tree({"main.tf": DISK})
    auditor("scan", ".", "--bundle", "b")
    (root / "b" / name).unlink()
    if kind == "pipe":
        os.mkfifo(root / "b" / name)
    else:
        (root / "b" / name).symlink_to("/dev/zero")
    assert (auditor("verify", "b").code, auditor("replay", "b").code) == (1, 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("machine/facts.jsonl", '{"unit": "a", "fact": ' + "[" * 100_000),
        ("machine/facts.jsonl", '{"unit": "a", "fact": {"type": "Nothing"}}'),
        ("machine/comments.jsonl", "\n\n"),
        ("run/policy.json", '{"moment": "2026-01-01T00:00:00Z", "fail_on": "awful"}'),
        ("raw/index.jsonl", json.dumps({"digest": "a" * 5000})),
    ],
)
def test_bundles_that_verify_and_hold_nonsense(tree, name, text):
    root = tree({"main.tf": DISK})
    environment = {"cwd": root, "check": False, "capture_output": True}
    program = [sys.executable, "-m", "auditor"]
    subprocess.run([*program, "scan", ".", "--bundle", "b"], **environment)
    (root / "b" / "data" / name).write_text(text)
    reseal(root / "b")
    done = subprocess.run([*program, "replay", "b"], text=True, **environment)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr


def reseal(bundle: Path) -> None:
    """Make the manifests of a bundle fit what it holds now."""
    from auditor_evidence.format.bag import Writer

    tags = {name: (bundle / name).read_bytes() for name in ("README.txt", "VERIFY.md")}
    info = dict(
        line.split(": ", 1)
        for line in (bundle / "bag-info.txt").read_text().splitlines()
        if not line.startswith("Payload-Oxum")
    )
    writer = Writer(bundle)
    for path in sorted((bundle / "data").rglob("*")):
        if path.is_file():
            writer.add(path.relative_to(bundle / "data").as_posix(), [path.read_bytes()])
    writer.close(info, tags)
