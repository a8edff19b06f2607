"""Evidence bundles: intact, complete, replayable, and without a secret in any byte."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import shutil
import zlib
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_evidence.archive import BagArchivist

ESTATE = Path(__file__).parents[2] / "examples" / "estate"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the example estate."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("bundle")
    shutil.copytree(ESTATE, folder / "estate")
    subprocess.run(
        [sys.executable, "-m", "auditor", "scan", "estate", "--bundle", "b", "-q", "--moment"]
        + ["2026-11-24T12:00:00Z"],
        cwd=folder,
        check=False,
        capture_output=True,
    )
    return folder / "b"


def test_it_verifies_here_and_with_a_foreign_tool(auditor, bundle):
    ran = auditor("verify", bundle)
    assert ran.code == 0, ran.text
    assert "identity sha256:" in ran.out
    assert bagit.Bag(str(bundle)).is_valid()


def test_it_holds_what_people_and_machines_need(bundle):
    data = bundle / "data"
    for name in (
        "report.pdf",
        "findings.csv",
        "machine/findings.jsonl",
        "machine/facts.jsonl",
        "machine/gaps.jsonl",
        "machine/population.jsonl",
        "machine/results.sarif",
        "run/context.json",
        "run/policy.json",
    ):
        assert (data / name).stat().st_size > 0, name
    findings = [json.loads(line) for line in (data / "machine/findings.jsonl").open()]
    digests = {path.name for path in (data / "raw").iterdir()}
    assert {item["evidence"] for item in findings if item["file"]} <= digests


def test_replay_gives_identical_findings(auditor, bundle):
    ran = auditor("replay", bundle)
    assert ran.code == 0, ran.text
    assert "all identical" in ran.out


def test_replay_names_a_finding_that_would_differ(auditor, bundle, tmp_path):
    """A rewritten bag (digests made anew) verifies, but does not replay."""
    from auditor_evidence.format import bag

    copy = tmp_path / "forged"
    shutil.copytree(bundle, copy)
    path = copy / "data/machine/findings.jsonl"
    path.write_text(path.read_text().replace('"verdict":"fail"', '"verdict":"pass"', 1))
    writer = bag.Writer(tmp_path / "again")
    for file in sorted((copy / "data").rglob("*")):
        if file.is_file():
            writer.add(file.relative_to(copy / "data").as_posix(), [file.read_bytes()])
    writer.close({}, {})
    ran = auditor("replay", tmp_path / "again")
    assert ran.code == 1
    assert "stored pass" in ran.out


def test_two_runs_give_one_identity(auditor, tmp_path):
    shutil.copytree(ESTATE, tmp_path / "estate")
    (tmp_path / "estate/modules/web/main.tf").write_text("")
    identities = set()
    for name in ("a", "b"):
        auditor("scan", "estate", "--bundle", name)
        identities.add(auditor("verify", name).out.rpartition(":")[2])
    assert len(identities) == 1


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_changed_byte_is_found(bundle, tmp_path_factory, data):
    files = sorted(path for path in bundle.rglob("*") if path.is_file())
    victim = data.draw(st.sampled_from(files))
    content = bytearray(victim.read_bytes())
    offset = data.draw(st.integers(0, max(len(content) - 1, 0)))
    before = bytes(content)
    if content:
        content[offset] ^= data.draw(st.integers(1, 255))
    else:
        content = bytearray(b"x")
    victim.write_bytes(content)
    try:
        assert list(BagArchivist().verify(bundle))
    finally:
        victim.write_bytes(before)
    assert not list(BagArchivist().verify(bundle))


def test_every_removed_and_added_file_is_found(bundle, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(bundle, copy)
    archivist = BagArchivist()
    for path in sorted(file for file in copy.rglob("*") if file.is_file()):
        content = path.read_bytes()
        path.unlink()
        if path.name != "bagit.txt" or (copy / "tagmanifest-sha256.txt").exists():
            assert list(archivist.verify(copy)), path
        path.write_bytes(content)
    for name in ("data/extra", "extra.txt", "data/raw/extra"):
        (copy / name).write_text("x")
        assert any(name in problem for problem in archivist.verify(copy))
        (copy / name).unlink()
    (copy / "data/link").symlink_to("/etc/hostname")
    assert any("symbolic link" in problem for problem in archivist.verify(copy))


def test_what_is_no_bundle(auditor, tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("nowhere", "empty"):
        for verb in ("verify", "replay"):
            ran = auditor(verb, name)
            assert ran.code == 1
            assert name in ran.err


def test_a_bundle_never_overwrites(auditor, tree):
    root = tree({"main.tf": "locals {}\n", "b/file": "mine"})
    assert auditor("scan", ".", "--bundle", "b").code == 2
    assert [path.name for path in (root / "b").iterdir()] == ["file"]


@pytest.mark.parametrize("password", ["1000", "8080", "a1b2", "e5d4", "authentication"])
def test_a_weak_secret_does_not_cost_the_bundle(auditor, tree, password):
    """It stands in numbers, in digests or in our own words by chance; as text it is hidden."""
    root = tree(
        {
            "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n"
            "  containers:\n  - name: web\n    image: registry.example/web:7\n"
            "    ports: [{containerPort: 8080}]\n    securityContext: {runAsUser: 1000}\n"
            f"    env: [{{name: DB_PASSWORD, value: '{password}'}}]\n"
        }
    )
    ran = auditor("scan", ".", "--bundle", "b")
    assert "bundle b written" in ran.text, ran.text
    (evidence,) = [path for path in (root / "b/data/raw").iterdir() if path.name != "index.jsonl"]
    assert "value: '[redacted]'" in evidence.read_text()


CANARY = "c4n4ry-S3cr3t-8sKq2VxZ"


def planted(value: str) -> str:
    encoded = base64.b64encode(f"#!/bin/sh\nexport DB_PASSWORD={value}\n".encode()).decode()
    zipped = base64.b64encode(gzip.compress(f"password={value}".encode(), mtime=0)).decode()
    return f"""
variable "db_password" {{
  default = "{value}"
}}
variable "marked" {{
  default   = "{value}"
  sensitive = true
}}
locals {{
  api_token = "{value}"
  copy      = var.marked
}}
provider "aws" {{
  secret_key = "{value}"
}}
resource "aws_db_instance" "a" {{
  password = "{value}"
}}
resource "aws_db_instance" "b" {{
  password = local.copy
}}
resource "aws_instance" "a" {{
  user_data = <<-EOT
    export DB_PASSWORD={value}
  EOT
}}
resource "aws_instance" "b" {{
  user_data_base64 = "{encoded}"
}}
resource "aws_instance" "c" {{
  user_data_base64 = "{zipped}"
}}
resource "aws_lambda_function" "a" {{
  environment {{
    variables = {{
      DB_PASSWORD = "{value}"
    }}
  }}
}}
resource "aws_ecs_task_definition" "a" {{
  container_definitions = jsonencode([{{
    name = "x", image = "y:1", environment = [{{ name = "API_SECRET", value = "{value}" }}]
  }}])
}}
resource "aws_secretsmanager_secret_version" "a" {{
  secret_string = jsonencode({{ password = "{value}" }})
}}
resource "aws_ssm_parameter" "a" {{
  type  = "SecureString"
  value = "{value}"
}}
resource "aws_ebs_volume" "keyed" {{
  for_each  = {{ (var.marked) = 1 }}
  encrypted = false
  tags      = {{ connection = "postgres://shop:{value}@db/shop" }}
}}
output "dsn" {{
  value = "postgres://shop:{value}@db/shop"
}}
"""


def forms(value: str) -> list[bytes]:
    found = [value.encode(), value.encode()[::-1], value.encode().hex().encode()]
    for pad in range(3):
        encoded = base64.b64encode(b"x" * pad + value.encode())
        found.append(encoded[4 if pad else 0 : -4])
    return found


def readable(content: bytes) -> list[bytes]:
    """The bytes, and every deflated stream in them (PDF)."""
    layers = [content]
    at = content.find(b"stream")
    while at != -1:
        start = content.find(b"\n", at) + 1
        with contextlib.suppress(zlib.error):
            layers.append(zlib.decompressobj().decompress(content[start:]))
        at = content.find(b"stream", at + 6)
    return layers


def test_no_output_holds_a_planted_secret(auditor, tree):
    root = tree({"main.tf": planted(CANARY), "prod.auto.tfvars": f'db_password = "{CANARY}"\n'})
    names = ("json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "csv", "pdf")
    words = [word for name in names for word in ("-o", f"{name}=out/{name}")]
    ran = auditor("--debug", "scan", ".", *words, "--bundle", "bundle")
    assert ran.code == 1, ran.text
    assert (root / "bundle" / "data" / "raw").is_dir()
    outputs = {"stdout": ran.out.encode(), "stderr": ran.err.encode()}
    for folder in ("out", "bundle"):
        for path in (root / folder).rglob("*"):
            if path.is_file():
                outputs[path.relative_to(root).as_posix()] = path.read_bytes()
    for name, content in outputs.items():
        for layer in readable(content):
            for form in forms(CANARY):
                assert form not in layer, name
    zipped = base64.b64encode(gzip.compress(f"password={CANARY}".encode(), mtime=0))
    assert all(zipped not in content for content in outputs.values())
