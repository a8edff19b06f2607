"""Drift is told in every report, and so is what of it could not be told."""

from __future__ import annotations

import html
import io
import json

import pytest

from auditor.drift import Difference, Drift, Unmatched, VerdictChange
from auditor.facts import Place
from auditor_evidence.report.json_document import JsonReporter
from auditor_evidence.report.markdown import MarkdownReporter
from auditor_evidence.report.terminal import TerminalReporter

UNREAD = "secrets are not read (tier in [k8s])"
DRIFT = Drift(
    compared=12,
    undeclared=("prod: shop/Deployment/extra",),
    missing=("prod: shop/Deployment/lost",),
    unmatched=(
        *(
            Unmatched(scope="prod", address=f"shop/Secret/s{n}", found="declared", reason=UNREAD)
            for n in range(5)
        ),
        Unmatched(
            scope="prod",
            address="shop/Deployment/other",
            found="running",
            reason="deploy/a.yaml could not be read",
        ),
    ),
    differences=(
        Difference(
            scope="prod",
            address="shop/Deployment/web",
            field="replicas",
            declared="3",
            found="1",
            place=Place("deploy/web.yaml", 7, 7),
        ),
    ),
    changes=(
        VerdictChange(
            scope="prod",
            address="shop/Deployment/web",
            check="workloads.privileged",
            at="containers[web]",
            severity="high",
            declared="pass",
            found="fail",
        ),
    ),
    untold=2,
)
TOLD = (
    "verdict: high workloads.privileged of prod: shop/Deployment/web at containers[web]: "
    "declared pass, running fail",
    "differs: prod: shop/Deployment/web replicas: declared 3, running 1 (deploy/web.yaml:7)",
    "undeclared: prod: shop/Deployment/extra",
    "not running: prod: shop/Deployment/lost",
    "2 fields could not be compared: one side is unknown",
)
NOT_TOLD = (
    "declared, not told whether running: prod: shop/Secret/s0, shop/Secret/s1, shop/Secret/s2 "
    f"and 2 more: {UNREAD}",
    "running, not told whether declared: prod: shop/Deployment/other: "
    "deploy/a.yaml could not be read",
)


def flat(text: str) -> str:
    return " ".join(html.unescape(text).replace("\\", "").split())


@pytest.mark.parametrize("reporter", [TerminalReporter, MarkdownReporter])
def test_text_tells_it(reporter, report, render):
    told = flat(render(reporter(), report([], drift=DRIFT)).decode())
    assert (
        "12 objects compared: 1 field and 1 verdict differ, 1 undeclared, 1 not running, " in told
    )
    assert "6 not told" in told
    for line in (*TOLD, *NOT_TOLD):
        assert line in told


def test_machines_get_every_object(report, render):
    document = json.loads(render(JsonReporter(), report([], drift=DRIFT)))
    found = document["drift"]["unmatched"]
    assert [item["address"] for item in found] == [item.address for item in DRIFT.unmatched]
    assert {item["reason"] for item in found if item["found"] == "declared"} == {UNREAD}


def test_the_pdf_tells_it(report, render):
    pypdf = pytest.importorskip("pypdf")
    from auditor_evidence.report.pdf import PdfReporter

    content = render(PdfReporter(), report([], drift=DRIFT))
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    told = flat(" ".join(page.extract_text() for page in pages))
    assert "Not told (6)" in told
    for line in NOT_TOLD:
        assert line in told
