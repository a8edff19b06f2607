"""Nothing beyond the audited tree comes into a rendering: no host file, no host, no endless one."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from auditor.collecting import Gap
from auditor_kubernetes.manifests import rendering
from tests.kubernetes.manifests.audited import Collected, collect, pod
from tests.kubernetes.manifests.conftest import Tree

CANARY = "canary-of-the-host"
HOST_FILE = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: host}}\ndata: {{a: {CANARY}}}\n"
CHART = {
    "c/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "c/templates/pod.yaml": "{{ if true }}\n" + pod() + "{{ end }}\n",
    "lib/_shared.tpl": "{{ define }}",
    "lib/charts/x/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
}


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A directory beside the tree that nobody asked to have read."""
    folder = tmp_path / "host"
    (folder / "k8s").mkdir(parents=True)
    (folder / "file.yaml").write_text(HOST_FILE)
    (folder / "k8s/file.yaml").write_text(HOST_FILE)
    (folder / "k8s/kustomization.yaml").write_text("resources: [file.yaml]\n")
    return folder


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is there once the stand-in of helm was run."""
    program = tmp_path / "bin/helm"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return tmp_path / "ran"


def refused(found: Collected) -> list[tuple[str, str]]:
    """Files and details of the gaps, all of them for what is not supported."""
    gaps = found.all(Gap)
    assert {gap.reason.value for gap in gaps} <= {"unsupported"}
    assert all("\n" not in gap.detail and len(gap.detail) < 200 for gap in gaps)
    return [(gap.place.file if gap.place else "", gap.detail) for gap in gaps]


def everything(found: Collected) -> str:
    return repr(found.records) + repr([blob.content for blob in found.blobs])


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("c/templates/leak.yaml", "../../../host/file.yaml"),
        ("c/templates/deep", "../../../host"),
        ("c/files/secret.txt", "../../../host/file.yaml"),
        ("c/.hidden/secret.txt", "../../../host/file.yaml"),
        ("c/values.yaml", "../../host/file.yaml"),
        ("c/charts/x", "../../../host"),
        ("c/charts/x.tgz", "../../../host/file.yaml"),
        ("c/crds", "../../host"),
        ("c/node_modules", "../../host"),
        ("c/nowhere", "../../host/absent"),
        ("c/zero", "/dev/zero"),
    ],
)
def test_a_chart_with_a_link_that_leads_out_is_not_rendered(
    tree: Tree, host: Path, ran: Path, link: str, target: str
) -> None:
    base = tree(CHART)
    (base / link).parent.mkdir(exist_ok=True)
    (base / link).symlink_to(target)
    found = collect(base)
    assert (link, "the link leads out of the directory; it was not rendered") in refused(found)
    assert not ran.exists()
    assert found.missing[-1]
    assert CANARY not in everything(found)


def test_a_link_behind_a_link_of_the_tree_is_met(tree: Tree, host: Path, ran: Path) -> None:
    base = tree(CHART)
    (base / "c/charts").symlink_to("../lib/charts")
    (base / "lib/charts/x/leak").symlink_to(host)
    assert ("c/charts/x/leak", "the link leads out of the directory; it was not rendered") in (
        refused(collect(base))
    )
    assert not ran.exists()


@pytest.mark.parametrize("inside", ["", "c"], ids=["the target is the tree", "the chart"])
def test_links_within_the_tree_or_its_work_tree_are_rendered(
    tree: Tree, ran: Path, inside: str
) -> None:
    base = tree(CHART | ({".git/HEAD": ""} if inside else {}))
    (base / "c/templates/_shared.tpl").symlink_to("../../lib/_shared.tpl")
    (base / "c/charts").symlink_to("../lib/charts")
    assert refused(collect(base, base / inside)) == []
    assert ran.exists()


def test_outside_of_git_a_target_ends_at_itself(tree: Tree, ran: Path) -> None:
    base = tree(CHART)
    (base / "c/templates/_shared.tpl").symlink_to("../../lib/_shared.tpl")
    assert len(refused(collect(base, base / "c"))) == 1
    assert not ran.exists()


def test_what_helm_would_wait_for_or_go_round_in_is_not_rendered(tree: Tree, ran: Path) -> None:
    base = tree(CHART)
    (base / "c/templates/up").symlink_to("..")
    regular = "it is no regular file; the chart was not rendered"
    told = ("c/templates/up", "the link leads back to where it is; it was not rendered")
    assert told in refused(collect(base))
    (base / "c/templates/up").unlink()
    os.mkfifo(base / "c/files")
    assert refused(collect(base)) == [("c/files", regular)]
    (base / "c/files").unlink()
    assert refused(collect(base, values_files=["lib"])) == [("lib", regular)]
    assert not ran.exists()


def test_values_that_a_link_of_the_tree_brings_in_are_not_taken(
    tree: Tree, host: Path, ran: Path
) -> None:
    base = tree(CHART)
    (base / "prod.yaml").symlink_to(host / "file.yaml")
    found = collect(base, values_files=["prod.yaml"])
    assert ("prod.yaml", "the link leads out of the directory; it was not rendered") in (
        refused(found)
    )
    assert not ran.exists()
    (base / "prod.yaml").unlink()
    assert refused(collect(base, values_files=[str(host / "file.yaml")])) == []
    assert ran.exists()


def old_helm(ran: Path) -> None:
    """Replace the stand-in by one that always checks values by schemas."""
    flag = "--skip-schema-validation"
    refusal = f"echo 'Error: unknown flag: {flag}' >&2; exit 1"
    program = ran.parent / "bin/helm"
    program.write_text(f'#!/bin/sh\ncase "$*" in *{flag}*) {refusal};; esac\ntouch {ran}\n')


def test_an_archive_may_hold_a_schema(tree: Tree, ran: Path) -> None:
    base = tree(CHART | {"c/charts/x-1.0.0.tgz": b""})
    assert refused(collect(base)) == []
    assert ran.exists()
    ran.unlink()
    old_helm(ran)
    detail = "it may hold a schema that refers to other files or hosts; use Helm 3.16"
    assert refused(collect(base)) == [("c/charts/x-1.0.0.tgz", detail)]
    assert not ran.exists()


@pytest.mark.parametrize(
    ("schema", "refers"),
    [
        ('{"properties": {"a": {"$ref": "file:///etc/passwd"}}}', True),
        ('{"allOf": [{"\\u0024ref": "http://127.0.0.1/x"}]}', True),
        ('{"$ref": "other.json"}', True),
        ("{", True),
        ("[" * 100_000, True),
        ('{"$schema": "https://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a"}',
         False),
    ],
)  # fmt: skip
def test_a_schema_refers_to_itself_alone(tree: Tree, ran: Path, schema: str, refers: bool) -> None:
    """Helm before 3.16 follows the references of schemas."""
    old_helm(ran)
    told = refused(collect(tree(CHART | {"c/values.schema.json": schema})))
    assert [file for file, _ in told] == (["c/values.schema.json"] if refers else [])
    assert ran.exists() is not refers


needs_program = pytest.mark.skipif(
    not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="neither kustomize nor kubectl is installed",
)
GENERATOR = "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {{name: x}}\nfiles: ['{}']\n"


def inline(text: str) -> str:
    return "|-\n" + "".join(f"    {line}\n" for line in text.splitlines())


@needs_program
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("resources: [../../host/k8s]\n", "leads out"),
        ("Resources: [../../host/k8s]\n", "leads out"),
        ("resources: [link]\n", "leads out"),
        ("bases: [../../host/k8s]\n", "leads out"),
        ("components: [../../host/k8s]\n", "leads out"),
        ("resources: [.hidden]\n", "leads out"),
        ("resources: [link.yaml]\n", "leads out"),
        ("generators: [own]\n", "configured by a kustomization"),
        ("patches: [{path: !!binary aHR0cDovL2E=}]\n", "cannot be told"),
        ("%TAG ! tag:yaml.org,2002:\n---\ncrds: [!binary aHR0cDovL2E=]\n", "cannot be told"),
        ("resources: [../x]\nresources: [../../host/k8s]\n", "written twice"),
    ],
)
def test_a_kustomization_of_another_tree_is_not_rendered(
    tree: Tree, host: Path, text: str, said: str
) -> None:
    base = tree(
        {
            "k/kustomization.yaml": text,
            "k/.hidden/kustomization.yaml": "resources: [../link]\n",
            "k/own/kustomization.yaml": "resources: []\n",
            "x/kustomization.yaml": "resources: []\n",
        }
    )
    (base / "k/link").symlink_to(host / "k8s")
    (base / "k/link.yaml").symlink_to(host / "file.yaml")
    found = collect(base, kustomize=True)
    assert CANARY not in everything(found)
    assert any(said in gap.detail for gap in found.all(Gap))


@needs_program
def test_a_kustomization_may_list_what_is_in_its_work_tree(tree: Tree) -> None:
    files = {
        "base/kustomization.yaml": "resources: [pod.yaml]\n",
        "base/pod.yaml": pod(),
        "prod/kustomization.yaml": "resources: [../base]\nnamespace: prod\nconfigMapGenerator:\n"
        "- {name: x, literals: ['URL=https://example.com', 'mail=git@example.com:x']}\n",
    }
    base = tree(files)
    assert refused(collect(base, base / "prod", kustomize=True)) == [
        ("prod/kustomization.yaml", "what it lists leads out of the directory; it was not rendered")
    ]
    (base / ".git").mkdir()
    found = collect(base, base / "prod", kustomize=True)
    assert found.pods == ["prod/Pod/web at prod/kustomization.yaml:1-1"]
    assert found.gaps == []


@pytest.fixture
def local() -> Iterator[tuple[str, list[str]]]:
    """The URL of a file that only this machine can get, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(HOST_FILE.encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/x", asked
    server.shutdown()
    server.server_close()
    thread.join()


@needs_program
@pytest.mark.parametrize(
    "write",
    [
        lambda url: f"resources: ['{url}']\n",
        lambda url: f"configMapGenerator:\n- {{name: x, files: ['k={url}']}}\n",
        lambda url: f"configMapGenerator:\n- {{name: x, Files: ['{url}']}}\n",
        lambda url: f"secretGenerator:\n- {{name: x, envs: ['{url}']}}\n",
        lambda url: f"configMapGenerator:\n- {{name: x, env: '{url}'}}\n",
        lambda url: f"resources: [pod.yaml]\npatches:\n- path: '{url}'\n",
        lambda url: f"resources: [pod.yaml]\npatchesStrategicMerge: ['{url}']\n",
        lambda url: f"crds: ['{url}']\n",
        lambda url: f"openapi: {{path: '{url}'}}\n",
        lambda url: f"configurations: ['{url}']\n",
        lambda url: f"replacements:\n- path: '{url}'\n",
        lambda url: f"transformers: ['{url}']\n",
        lambda url: f"generators:\n- {inline(GENERATOR.format(url))}",
        lambda url: "generators: [generator.yaml]\n",
        lambda url: f"configMapGenerator:\n- &a {{name: x, files: &f ['{url.upper()}']}}\n",
        lambda url: f"helmCharts:\n- {{name: x, repo: '{url}'}}\n",
        lambda url: f"resources: ['git::{url}']\n",
    ],
)
def test_nothing_is_downloaded(
    tree: Tree, local: tuple[str, list[str]], write: Callable[[str], str]
) -> None:
    url, asked = local
    base = tree(
        {
            "kustomization.yaml": write(url),
            "pod.yaml": pod(),
            "generator.yaml": GENERATOR.format(url),
            url.replace("//", "/"): HOST_FILE.replace(CANARY, "ours"),
        }
    )
    found = collect(base, kustomize=True)
    assert asked == []
    assert CANARY not in everything(found)
    assert any(place.startswith(("kustom", "gen")) for _, place in found.gaps)


@needs_program
def test_a_pipe_that_a_kustomization_lists_is_not_waited_for(tree: Tree) -> None:
    base = tree({"kustomization.yaml": "configMapGenerator:\n- {name: x, files: [pipe]}\n"})
    os.mkfifo(base / "pipe")
    start = monotonic()
    (told,) = refused(collect(base, kustomize=True))
    assert told == ("kustomization.yaml", "it lists what is no regular file; it was not rendered")
    assert monotonic() - start < 10


@needs_program
def test_an_error_of_several_lines_is_told(tree: Tree) -> None:
    base = tree({"kustomization.yaml": "helmCharts:\n- {name: x, repo: oci://example.com}\n"})
    ((_, detail),) = refused(collect(base, kustomize=True))
    assert detail.startswith("kustomize failed: trouble configuring builtin HelmChart")


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux holds memory")
def test_a_renderer_cannot_use_all_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MOST_MEMORY", 200_000_000)
    program = tmp_path / "helm"
    program.write_text(
        "#!/usr/bin/env python3\nimport time\ntime.sleep(0.5)\nprint(len(bytearray(10**9)))\n"
    )
    program.chmod(0o755)
    with pytest.raises(rendering.RenderError):
        rendering.render([str(program)])
