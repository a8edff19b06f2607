"""Manifests through the command line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Auditor
from tests.kubernetes.manifests.audited import pod
from tests.kubernetes.manifests.conftest import Tree

PRIVILEGED = pod() + "    securityContext:\n      privileged: true\n"
CHECK = "workloads.privileged"


def test_a_finding_stands_at_its_line(tree: Tree, auditor: Auditor) -> None:
    ran = auditor("scan", ".", "-o", "json", cwd=tree({"k8s/pod.yaml": PRIVILEGED}))
    (found,) = ran.findings(CHECK, "fail")
    assert ran.code == 1
    assert (found["file"], found["line"]) == ("k8s/pod.yaml", 9)
    assert found["resource"] == "default/Pod/web"


@pytest.mark.parametrize(
    "comment",
    [
        f'auditor:ignore={CHECK} until=2027-01-31 reason="the agent of the nodes"',
        "checkov:skip=CKV_K8S_16:the agent of the nodes",
        "trivy:ignore:KSV-0017",
    ],
)
def test_a_comment_accepts_a_finding(tree: Tree, auditor: Auditor, comment: str) -> None:
    text = PRIVILEGED.replace("privileged: true", f"privileged: true # {comment}")
    ran = auditor("scan", tree({"pod.yaml": text}), "-o", "json")
    (found,) = ran.findings(CHECK, "fail")
    assert found["waived"] is True
    assert [waiver["state"] for waiver in ran.document["waivers"]] == ["used"]


def states(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(gap["reason"], gap["detail"]) for gap in document["gaps"]]


@pytest.mark.parametrize(
    ("files", "code", "reasons"),
    [
        ({"values.yaml": "a: 1\n"}, 3, ["empty"]),
        ({"pod.yaml": pod(), "bad.yaml": "apiVersion: v1\nkind: Pod\n\tx\n"}, 3, ["unparsable"]),
        ({"pod.yaml": pod(), "t.yaml": "apiVersion: v1\nkind: Pod\na: {{ x }}y\n"}, 0,
         ["unresolved"]),
    ],
    ids=["nothing", "broken", "template"],
)  # fmt: skip
def test_what_is_not_read_decides_the_exit_code(
    tree: Tree, auditor: Auditor, files: dict[str, str], code: int, reasons: list[str]
) -> None:
    ran = auditor("scan", tree(files), "--fail-on", "critical", "-o", "json")
    assert [reason for reason, _ in states(ran.document)] == reasons
    assert ran.code == code


def test_options_are_checked(tree: Tree, auditor: Auditor) -> None:
    base = tree({"pod.yaml": pod(), "auditor.toml": '[manifests]\nhelm = "always"\n'})
    assert auditor("scan", ".", cwd=base).code == 2


def test_a_secret_on_disk_is_found_and_shown_nowhere(tree: Tree, auditor: Auditor) -> None:
    value = "c4nary-Of-the-house"
    secret = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{k: {value}}}\n"
    named = pod().replace("example/web:1", f"example/web:1\n    args: [{value}]")
    base = tree({"s.yaml": secret, "pod.yaml": named})
    ran = auditor("scan", base, "-o", "json")
    assert value not in ran.text
    assert [item["file"] for item in ran.document["findings"] if item["check"].startswith("secrets")
            and item["verdict"] == "fail"]  # fmt: skip
