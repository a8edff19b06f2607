"""Charts: rendered where Helm is there, told where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.collecting import Gap
from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

CHART = {
    "c/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "c/values.yaml": "name: web\n",
    "c/templates/_helpers.tpl": "{{ define }}",
    "c/templates/pod.yaml": "{{ if true }}\n" + pod("{{ .Values.name }}") + "{{ end }}\n",
    "c/templates/static.yaml": pod("static"),
    "c/crds/crd.yaml": pod("crd"),
    "c/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    "c/charts/sub/templates/pod.yaml": "{{ x }}\n" + pod("x"),
}
OUTPUT = f"""\
---
# Source: shop/crds/crd.yaml
{pod("crd")}---
# Source: shop/charts/sub/templates/pod.yaml
{pod("from-sub")}---
# Source: shop/templates/pod.yaml
{pod("rendered")}---
# Source: shop/templates/static.yaml
{pod("static")}"""


@pytest.fixture
def helm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in of helm, first on PATH: shell after ``#!/bin/sh``; it renders OUTPUT."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "helm"
    (folder / "output").write_text(OUTPUT)
    program.write_text(f"#!/bin/sh\ncat {folder}/output\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return program


@pytest.fixture
def no_helm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_helm")
def test_without_helm_what_is_no_template_is_read(tree: Tree) -> None:
    found = collect(tree(CHART | {"pod.yaml": pod()}))
    assert [unit.scope for unit in found.units] == [".", "c"]
    assert found.pods == [
        "default/Pod/web at pod.yaml:1-7",
        "default/Pod/crd at c/crds/crd.yaml:1-7",
        "default/Pod/static at c/templates/static.yaml:1-7",
    ]
    (gap,) = found.all(Gap)
    assert (gap.reason.value, gap.detail) == (
        "unsupported", "helm is not installed; 2 templates unread"
    )  # fmt: skip
    assert found.missing == ["", "c/Chart.yaml could not be read"]


@pytest.mark.usefixtures("no_helm")
def test_what_helm_installs_as_it_is_written_is_no_template(tree: Tree) -> None:
    files = {
        "c/Chart.yaml": CHART["c/Chart.yaml"],
        "c/crds/crd.yaml": pod("crd").replace("example/web:1", '"{{ x }}"'),
        "c/templates/crds/pod.yaml": pod("{{ x }}"),
    }
    found = collect(tree(files))
    assert found.pods == ["default/Pod/crd at c/crds/crd.yaml:1-7"]
    assert [gap.detail for gap in found.all(Gap)] == ["helm is not installed; 1 template unread"]


@pytest.mark.usefixtures("no_helm")
@pytest.mark.parametrize(
    "more",
    [
        {"c/Chart.yaml": CHART["c/Chart.yaml"] + "dependencies: [{name: far}]\n"},
        {"c/requirements.yaml": "dependencies: [{name: far}]\n"},
        {"c/charts/far-1.0.0.tgz": ""},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_chart_of_other_charts_alone_is_unread(tree: Tree, more: dict[str, str]) -> None:
    found = collect(tree({"c/Chart.yaml": CHART["c/Chart.yaml"], **more}))
    (gap,) = found.all(Gap)
    assert gap.detail == "helm is not installed; the charts that it depends on are unread"


def test_helm_that_is_switched_off_makes_no_run_incomplete(tree: Tree) -> None:
    found = collect(tree(CHART), helm="off")
    assert found.gaps == [("unresolved", "c/Chart.yaml:1-1")]


@pytest.mark.usefixtures("helm")
def test_rendered_objects_stand_at_their_templates(tree: Tree) -> None:
    found = collect(tree(CHART))
    assert found.pods == [
        "default/Pod/crd at c/crds/crd.yaml:1-7",
        "default/Pod/static at c/templates/static.yaml:1-7",
        "default/Pod/from-sub at c/charts/sub/templates/pod.yaml:3-3",
        "default/Pod/rendered at c/templates/pod.yaml:3-3",
    ]
    assert found.gaps == []
    assert found.missing == [""]
    assert OUTPUT.encode() in [blob.content for blob in found.blobs]


@pytest.mark.usefixtures("helm")
def test_a_chart_may_be_the_target(tree: Tree) -> None:
    base = tree(CHART | {"c/examples/pod.yaml": pod("example")})
    found = collect(base, base / "c")
    assert [unit.scope for unit in found.units] == ["c"]
    assert [item.split(" ")[0] for item in found.pods] == [
        "default/Pod/example", "default/Pod/crd", "default/Pod/static", "default/Pod/from-sub",
        "default/Pod/rendered",
    ]  # fmt: skip


@pytest.mark.usefixtures("no_helm")
def test_a_chart_that_lends_templates_makes_no_objects(tree: Tree) -> None:
    base = tree(
        {"c/Chart.yaml": "name: x\ntype: library\n", "c/templates/a.yaml": "{{ define }}",
         "pod.yaml": pod()}
    )  # fmt: skip
    assert collect(base).gaps == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'Error: no repository' >&2; echo more >&2; exit 1", "Error: no repository"),
        ("echo 'walk.go:75: a link' >&2; echo 'Error: no x' >&2; exit 1", "Error: no x"),
        ("exit 3", "exit code 3"),
        ("echo 'Error: password=hunter2-And-more' >&2; exit 1", "Error"),
    ],
)
def test_a_chart_that_cannot_be_rendered_is_told(
    tree: Tree, helm: Path, script: str, said: str
) -> None:
    helm.write_text(f"#!/bin/sh\n{script}\n")
    found = collect(tree(CHART))
    (gap,) = found.all(Gap)
    assert gap.detail.startswith(f"helm template failed: {said}")
    assert "hunter2" not in gap.detail
    assert "more" not in gap.detail
    assert len(found.pods) == 2


def test_a_rendering_that_does_not_end_is_told(
    tree: Tree, helm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor_kubernetes.manifests import rendering

    monkeypatch.setattr(rendering, "RENDER_SECONDS", 1)
    helm.write_text("#!/bin/sh\nexec sleep 30\n")
    (gap,) = collect(tree(CHART)).all(Gap)
    assert gap.detail == "helm template failed: not done after 1 seconds"


def test_many_slow_charts_end_together(
    tree: Tree, helm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor_kubernetes.manifests import rendering

    monkeypatch.setattr(rendering, "ALL_RENDER_SECONDS", 0.2)
    helm.write_text("#!/bin/sh\nexec sleep 0.3\n")
    charts = {f"{name}/{file}": text for name in "abc" for file, text in CHART.items()}
    for _ in ("the first target", "the next one"):
        assert [gap.detail for gap in collect(tree(charts)).all(Gap)] == [
            "helm template failed: not begun, 0.2 seconds went into what was rendered before"
        ] * 2


def test_helm_is_told_nothing_of_its_user(
    tree: Tree, helm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    monkeypatch.setenv("KUBECONFIG", "/home/me/.kube/config")
    monkeypatch.setenv("HELM_PLUGINS", "/home/me/plugins")
    seen = helm.with_name("seen")
    helm.write_text(f'#!/bin/sh\nenv > {seen}\necho "$@" > {seen}.args\n')
    base = tree(CHART | {"prod.yaml": "a: 1\n"})
    collect(base, values_files=["prod.yaml"], kube_version="1.31", api_versions=["a.b/v1"])
    told = seen.read_text()
    assert "canary" not in told
    assert "/home/me" not in told
    assert seen.with_name("seen.args").read_text().split() == [
        "template", "release", str(base / "c"), "--include-crds", "--skip-schema-validation",
        "--values", str(base / "prod.yaml"), "--kube-version", "1.31", "--api-versions", "a.b/v1",
    ]  # fmt: skip


def test_a_source_outside_of_the_chart_is_not_believed(tree: Tree, helm: Path) -> None:
    helm.with_name("output").write_text(f"---\n# Source: shop/../../etc/x.yaml\n{pod('a')}")
    found = collect(tree({name: CHART[name] for name in ("c/Chart.yaml", "c/templates/pod.yaml")}))
    assert found.pods == ["default/Pod/a at c/Chart.yaml:1-1"]


@pytest.mark.usefixtures("no_helm")
def test_a_template_outside_of_a_chart_is_told_without_failing(tree: Tree) -> None:
    found = collect(tree({"t.yaml": "apiVersion: v1\nkind: Pod\n{{- if x }}\na: b\n{{- end }}\n"}))
    assert found.gaps == [("unresolved", "t.yaml:3-3")]
