"""Charts as the real Helm renders them: every object once, at its template, and nothing silent."""

from __future__ import annotations

import http.server
import io
import os
import shutil
import sys
import tarfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from auditor.collecting import Gap, Population
from tests.kubernetes.manifests.audited import Collected, collect, pod
from tests.kubernetes.manifests.conftest import Tree

CHART = "apiVersion: v2\nname: {}\nversion: 1.0.0\n"
TEMPLATE = pod("{{ .Values.name }}")
TEST = pod("a-test").replace("{name: a-test}", "{name: a-test, annotations: {helm.sh/hook: test}}")


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nothing but Helm on PATH."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("helm", path=os.pathsep.join([beside, os.environ["PATH"]]))
    if found is None:
        pytest.skip("no helm: neither on PATH nor beside the interpreter (helm-binary)")
    monkeypatch.setenv("PATH", str(Path(found).parent))


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Paths that were asked of a server of this machine; the first is its own address."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        paths.append(f"127.0.0.1:{server.server_address[1]}")
        yield paths
        server.shutdown()


def archive(name: str, files: Mapping[str, str]) -> bytes:
    """A chart as ``helm package`` packs it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for path, text in {"Chart.yaml": CHART.format(name), **files}.items():
            entry = tarfile.TarInfo(f"{name}/{path}")
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return packed.getvalue()


def details(found: Collected) -> list[tuple[str, str, str]]:
    """Reasons, files and details of the gaps."""
    gaps = found.all(Gap)
    assert all("\n" not in gap.detail for gap in gaps)
    return [(gap.reason.value, gap.place.file if gap.place else "", gap.detail) for gap in gaps]


def excluded(found: Collected) -> dict[str, int]:
    objects = [item for item in found.all(Population) if item.source == "objects"]
    return {why: number for item in objects for why, number in item.excluded.items()}


def test_every_object_is_judged_once_at_its_template(tree: Tree) -> None:
    found = collect(
        tree(
            {
                "c/Chart.yaml": CHART.format("shop")
                + "dependencies:\n- {name: inner, version: 1.0.0, alias: other}\n"
                + "- {name: idle, version: 1.0.0, condition: idle.enabled}\n",
                "c/values.yaml": "name: web\nidle: {enabled: false}\n",
                "c/templates/pod.yaml": "{{ if true }}\n" + TEMPLATE + "{{ end }}\n",
                "c/templates/lines.yaml": "# é\r\n" + pod("crlf-{{ 1 }}").replace("\n", "\r\n"),
                "c/templates/static.yaml": pod("static"),
                "c/templates/NOTES.txt": "{{ .Release.Name }}\nkind: Pod\napiVersion: v1\n",
                "c/templates/tests/pod.yaml": TEST,
                "c/templates/none.yaml": "{{ if false }}\n" + pod("none") + "{{ end }}\n",
                "c/templates/left-out.yaml": pod("left-out"),
                "c/.helmignore": "left-out.yaml\n",
                "c/crds/crd.yaml": pod("crd").replace("web:1", '"{{x}}"'),
                "c/charts/folder/Chart.yaml": CHART.format("inner"),
                "c/charts/folder/values.yaml": "name: inner\n",
                "c/charts/folder/templates/pod.yaml": "\n" + TEMPLATE,
                "c/charts/idle/Chart.yaml": CHART.format("idle"),
                "c/charts/idle/templates/pod.yaml": pod("idle"),
                "c/charts/far-1.0.0.tgz": archive(
                    "far", {"templates/pod.yaml": pod("far"), "crds/x.yaml": pod("far-crd")}
                ),
            }
        )
    )
    assert found.gaps == []
    assert sorted(found.pods) == [
        "default/Pod/crd at c/crds/crd.yaml:1-7",
        "default/Pod/crlf-1 at c/templates/lines.yaml:3-3",
        "default/Pod/far at c/charts/far-1.0.0.tgz:1-1",
        "default/Pod/far-crd at c/charts/far-1.0.0.tgz:1-1",
        "default/Pod/inner at c/charts/folder/templates/pod.yaml:3-3",
        "default/Pod/static at c/templates/static.yaml:1-7",
        "default/Pod/web at c/templates/pod.yaml:3-3",
    ]
    assert excluded(found) == {
        "a test of its chart": 1,
        "not made by its chart with these values": 2,
    }


APART = {
    "c/Chart.yaml": CHART.format("shop")
    + """\
dependencies:
# far away
- name: far
  version: 1.0.0
  repository: oci://%s/charts
- name: web
  version: 1.0.0
  repository: http://%s/charts
  condition: web.enabled
- name: lib
  version: 1.0.0
  repository: file://../lib
- name: host
  version: 1.0.0
  repository: file://../../host
annotations: {a: "1.10"}
""",
    "c/values.yaml": "web: {enabled: false}\n",
    "c/templates/pod.yaml": '{{ include "lib.name" . }}\n' + pod("of-{{ .Chart.Name }}"),
    "lib/Chart.yaml": CHART.format("lib"),
    "lib/templates/_names.tpl": '{{ define "lib.name" }}# named{{ end }}',
    "lib/templates/pod.yaml": pod("of-{{ .Chart.Name }}"),
}
MISSING = "it depends on charts that are not on this disk, and nothing is downloaded: far, host"


@pytest.mark.parametrize("whole", [True, False], ids=["beside in the target", "beside outside"])
def test_charts_beside_lend_and_others_are_told(
    tree: Tree, asked: list[str], tmp_path: Path, whole: bool
) -> None:
    files = {name: text.replace("%s", asked[0]) for name, text in APART.items()}
    base = tree(files | {".git/HEAD": ""})
    shutil.copytree(base / "lib", tmp_path / "host")
    found = collect(base, base if whole else base / "c")
    assert details(found) == [("external-module", "c/Chart.yaml", MISSING)]
    assert sorted(found.pods) == [
        "default/Pod/of-lib at lib/templates/pod.yaml:2-2",
        "default/Pod/of-shop at c/templates/pod.yaml:3-3",
    ]
    assert excluded(found) == ({"made by a chart that is audited by itself": 1} if whole else {})
    assert len(asked) == 1


@pytest.mark.parametrize("listed", ["Chart.yaml", "requirements.yaml"])
def test_a_chart_of_others_alone_is_told(tree: Tree, listed: str) -> None:
    files = {"c/Chart.yaml": CHART.format("shop")}
    depends = "dependencies:\n- {name: far, version: 1.0.0, repository: 'https://example.com'}\n"
    if listed == "requirements.yaml":
        files["c/Chart.yaml"] = files["c/Chart.yaml"].replace("v2", "v1")
    files[f"c/{listed}"] = files.get(f"c/{listed}", "") + depends
    far = "it depends on a chart that is not on this disk, and nothing is downloaded: far"
    assert details(collect(tree(files))) == [("external-module", "c/Chart.yaml", far)]


@pytest.mark.parametrize(
    "listed",
    [
        "[{name: far, version: 1.0.0, repository: 'oci://example.com'}]",
        "[{name: far, version: 1.0.0, repository: 'oci://example.com'},\n  {name: lib,"
        " version: 1.0.0, repository: 'file://../lib'}]",
        "\r\n- name: far\r\n  version: 1.0.0\r\n  repository: oci://example.com\r\n",
    ],
    ids=["flow", "flow of several lines", "CRLF"],
)
def test_however_others_are_listed_a_chart_is_rendered_or_told(tree: Tree, listed: str) -> None:
    files = {
        "c/Chart.yaml": CHART.format("shop") + f"dependencies: {listed}\n",
        "c/templates/pod.yaml": pod("{{ .Chart.Name }}"),
        "lib/Chart.yaml": CHART.format("lib"),
        "lib/templates/pod.yaml": pod("{{ .Chart.Name }}"),
    }
    found = collect(tree(files))
    ((reason, file, detail),) = details(found)
    assert (file, "far" in detail) == ("c/Chart.yaml", True)
    rendered = "default/Pod/shop at c/templates/pod.yaml:2-2" in found.pods
    assert rendered is (reason == "external-module")
    assert "default/Pod/lib at lib/templates/pod.yaml:2-2" in found.pods


@pytest.mark.parametrize(
    ("name", "repository"),
    [("lib", "file://../lib/../../host"), ("../../host", "file://../lib"), ("lib", '"file://\\0"')],
)
def test_what_a_chart_names_leads_nowhere_else(
    tree: Tree, tmp_path: Path, name: str, repository: str
) -> None:
    listed = f"dependencies:\n- name: {name}\n  version: 1.0.0\n  repository: {repository}\n"
    base = tree(
        {
            "c/Chart.yaml": CHART.format("shop") + listed,
            "c/templates/pod.yaml": pod("{{ .Chart.Name }}"),
            "../host/Chart.yaml": CHART.format("lib"),
            "../host/templates/pod.yaml": pod("of-the-host"),
        }
    )
    found = collect(base)
    assert len(found.all(Gap)) == 1
    assert "of-the-host" not in str(found.pods)


def test_a_chart_that_cannot_do_without_another_is_told(tree: Tree) -> None:
    files = APART | {"c/Chart.yaml": APART["c/Chart.yaml"].replace("../lib", "../../lib")}
    ((reason, file, detail),) = details(collect(tree(files), tree({}) / "c"))
    assert (reason, file) == ("unsupported", "c/Chart.yaml")
    assert detail.startswith(f"{MISSING.replace('host', 'lib, host')}; without it helm template")
    assert "/tmp" not in detail


def test_a_chart_is_rendered_for_a_version_that_it_asks_for(tree: Tree) -> None:
    files = {
        "c/Chart.yaml": CHART.format("shop") + 'kubeVersion: ">=1.99.0-0 <2.1"\n',
        "c/templates/pod.yaml": pod("at-{{ .Capabilities.KubeVersion.Minor }}"),
    }
    base = tree(files)
    assert collect(base).pods == ["default/Pod/at-99 at c/templates/pod.yaml:2-2"]
    assert collect(base, kube_version="1.100").pods == [
        "default/Pod/at-100 at c/templates/pod.yaml:2-2"
    ]
    ((_, _, detail),) = details(collect(base, kube_version="1.30"))
    assert detail == (
        "helm template failed: Error: chart requires kubeVersion: >=1.99.0-0 <2.1 which is "
        "incompatible with Kubernetes v1.30.0; name another one with kube_version in [manifests]"
    )


def test_extensions_of_the_cluster_can_be_named(tree: Tree) -> None:
    when = '{{ if .Capabilities.APIVersions.Has "a.example.com/v1" }}\n'
    base = tree(
        {
            "c/Chart.yaml": CHART.format("shop"),
            "c/templates/pod.yaml": when + pod() + "{{ end }}\n",
        }
    )
    assert collect(base).pods == []
    assert len(collect(base, api_versions=["a.example.com/v1"]).pods) == 1


def test_a_schema_is_neither_asked_nor_in_the_way(tree: Tree, asked: list[str]) -> None:
    schema = f'{{"$ref": "http://{asked[0]}/schema.json"}}'
    files = {
        "c/Chart.yaml": CHART.format("shop"),
        "c/values.yaml": "name: web\n",
        "c/values.schema.json": schema,
        "c/templates/pod.yaml": TEMPLATE,
        "c/charts/far-1.0.0.tgz": archive("far", {"values.schema.json": schema}),
    }
    found = collect(tree(files))
    assert found.pods == ["default/Pod/web at c/templates/pod.yaml:2-2"]
    base = tree({"c/values.schema.json": '{"properties": {"name": {"type": "number"}}}'})
    assert collect(base).pods == found.pods
    assert len(asked) == 1


REQUIRED = {
    "c/Chart.yaml": CHART.format("shop"),
    "c/templates/pod.yaml": pod('{{ required "no name, hunter2-Or-so" .Values.name }}'),
}


def test_a_chart_that_refuses_its_values_is_told(tree: Tree) -> None:
    ((reason, file, detail),) = details(collect(tree(REQUIRED)))
    assert (reason, file) == ("unsupported", "c/Chart.yaml")
    assert detail == (
        "helm template failed: Error: execution error at (shop/templates/pod.yaml:3:20) refuses "
        "its values (fail, required); give it others with values_files in [manifests]"
    )


def test_values_for_tests_stand_in_for_those_that_are_not_enough(tree: Tree) -> None:
    ci = {"c/ci/a-values.yaml": "other: 1\n", "c/ci/b-values.yaml": "name: tested\n"}
    base = tree(REQUIRED | ci | {"prod.yaml": "name: prod\n"})
    found = collect(base)
    assert found.pods == ["default/Pod/tested at c/templates/pod.yaml:2-2"]
    ((reason, _, detail),) = details(found)
    assert reason == "unresolved"
    assert detail.startswith("its own values are not enough: c/ci/b-values.yaml was taken")
    own = collect(base, values_files=["prod.yaml"])
    assert (own.pods, own.gaps) == (["default/Pod/prod at c/templates/pod.yaml:2-2"], [])


def test_later_files_of_values_win(tree: Tree) -> None:
    base = tree(REQUIRED | {"a.yaml": "name: a\n", "b.yaml": "name: b\n"})
    found = collect(base, values_files=["a.yaml", str(base / "b.yaml")])
    assert found.pods == ["default/Pod/b at c/templates/pod.yaml:2-2"]
