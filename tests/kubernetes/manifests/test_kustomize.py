"""Kustomizations: patches are no objects, and what is set above holds below."""

from __future__ import annotations

import shutil

import pytest

from auditor.collecting import Gap
from auditor.facts import Namespace, ReferencedName, Workload
from auditor_kubernetes.manifests.kustomize import Image, changed
from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

PATCH = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostNetwork: true}\n"


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("patches:\n- path: x.yaml\n", "a patch of a kustomization"),
        ("patches:\n- path: x.yaml\n  target: {kind: Pod}\n", "a patch of a kustomization"),
        ("patchesStrategicMerge:\n- x.yaml\n", "a patch of a kustomization"),
        ("patchesJson6902:\n- path: x.yaml\n  target: {kind: Pod}\n", "a patch of a kustomization"),
        ("configurations: [x.yaml]\n", "configuration of kustomize"),
        ("transformers: [x.yaml]\n", "configuration of kustomize"),
        ("generators: [x.yaml]\n", "configuration of kustomize"),
        ("replacements:\n- path: x.yaml\n", "configuration of kustomize"),
        ("crds: [x.yaml]\n", "a schema that a kustomization reads"),
        ("openapi: {path: x.yaml}\n", "configuration of kustomize"),
    ],
)
def test_what_is_no_object_by_itself_is_left_out(
    tree: Tree, name: str, field: str, reason: str
) -> None:
    base = tree({f"k/{name}": f"resources: [pod.yaml]\n{field}", "k/pod.yaml": pod(),
                 "k/x.yaml": PATCH})  # fmt: skip
    found = collect(base)
    assert found.pods == ["default/Pod/web at k/pod.yaml:1-7"]
    assert found.counted("files").excluded == {reason: 1}


def test_what_is_both_a_resource_and_a_patch_is_an_object(tree: Tree) -> None:
    base = tree({"kustomization.yaml": "resources: [x.yaml]\npatches: [{path: x.yaml}]\n",
                 "x.yaml": PATCH})  # fmt: skip
    assert len(collect(base).pods) == 1


def test_a_patch_that_is_written_in_place_is_nothing(tree: Tree) -> None:
    inline = (
        "patches:\n- patch: |-\n    apiVersion: v1\n    kind: Pod\npatchesStrategicMerge:\n- |\n"
    )
    base = tree({"kustomization.yaml": f"{inline}  a: 1\n", "x.yaml": pod()})
    assert len(collect(base).pods) == 1


TREE = {
    "base/kustomization.yaml": "resources: [pod.yaml, more]\nnamespace: inner\n",
    "base/pod.yaml": pod("a"),
    "base/more/kustomization.yaml": "resources: [pod.yaml]\n",
    "base/more/pod.yaml": pod("b"),
    "base/unlisted.yaml": pod("c"),
}


@pytest.mark.parametrize(
    ("overlays", "a"),
    [
        ({}, "inner"),
        ({"prod": "resources: [../base]\nnamespace: prod\n"}, "prod"),
        ({"prod": "bases: [../base]\nnamespace: prod\n"}, "prod"),
        ({"prod": "resources: [../base]\n"}, "inner"),
        (
            {
                "prod": "resources: [../base]\nnamespace: prod\n",
                "dev": "resources: [../base]\nnamespace: dev\n",
            },
            "dev",
        ),
        ({"prod": "resources: [../base, ../prod]\nnamespace: prod\n"}, "prod"),
        ({"prod": "components: [../base]\nnamespace: 3\n"}, "inner"),
    ],
)
def test_the_outermost_namespace_holds(tree: Tree, overlays: dict[str, str], a: str) -> None:
    base = tree(TREE | {f"{name}/kustomization.yaml": text for name, text in overlays.items()})
    found = [item.split(" ")[0] for item in collect(base).pods]
    assert found == [f"{a}/Pod/b", f"{a}/Pod/a", "default/Pod/c"]


def test_a_kustomization_names_the_namespace_that_it_lists(tree: Tree) -> None:
    text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: _}\n"
    base = tree(
        {
            "kustomization.yaml": "resources: [namespace.yaml]\nnamespace: shop\n",
            "namespace.yaml": text,
            "other.yaml": text.replace("_", "other"),
        }
    )
    named = sorted(item.name for item in collect(base).all(Namespace))
    assert named == ["other", "shop"]


def test_objects_of_extensions_are_put_into_the_namespace_too(tree: Tree) -> None:
    text = "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: web}\n"
    base = tree(
        {
            "kustomization.yaml": "resources: [shop.yaml]\nnamespace: shop\n",
            "shop.yaml": text,
            "other.yaml": text.replace("web", "other"),
        }
    )
    found = {item.name: item.namespace for item in collect(base).all(ReferencedName)}
    assert found == {"web": "shop", "other": ""}


def test_patches_that_no_kustomization_names_are_no_objects(tree: Tree) -> None:
    base = tree(
        {
            "kustomization.yaml": "resources: [listed_patch.yaml]\n",
            "listed_patch.yaml": pod("listed"),
            "manager_patch.yaml": pod("switched-off"),
            "patches/web.yaml": pod("in-directory"),
            "dispatcher.yaml": pod("unlisted"),
            "elsewhere/web_patch.yaml": pod("without-kustomization"),
        }
    )
    named = [item.split(" ")[0].rpartition("/")[2] for item in collect(base).pods]
    assert sorted(named) == ["listed", "unlisted", "without-kustomization"]


def test_circles_end(tree: Tree) -> None:
    base = tree(
        {
            "a/kustomization.yaml": "resources: [../b]\nnamespace: a\n",
            "b/kustomization.yaml": "resources: [../a, pod.yaml]\n",
            "b/pod.yaml": pod(),
        }
    )
    assert [item.split(" ")[0] for item in collect(base).pods] == ["a/Pod/web"]


def test_images_are_those_that_will_run(tree: Tree) -> None:
    images = "images:\n- {name: example/web, newName: mirror/web, newTag: 2}\n"
    base = tree({"kustomization.yaml": f"resources: [pod.yaml]\n{images}", "pod.yaml": pod()})
    (workload,) = collect(base).all(Workload)
    assert not isinstance(workload.containers, type(None))
    assert [item.image for item in workload.containers] == ["mirror/web:2"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("image", "change", "becomes"),
    [
        ("app", Image(tag="1"), "app:1"),
        ("app:old", Image(tag="1"), "app:1"),
        ("app:old", Image(name="host:5000/app"), "host:5000/app:old"),
        ("app:old", Image(digest="sha256:1"), "app@sha256:1"),
        ("app@sha256:0", Image(name="b"), "b@sha256:0"),
        ("app@sha256:0", Image(tag="1"), "app:1"),
        ("host:5000/app", Image(tag="1"), "host:5000/app"),
        ("other:1", Image(tag="2"), "other:1"),
    ],
)
def test_how_an_image_changes(image: str, change: Image, becomes: str) -> None:
    assert changed(image, {"app": change}) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "", "3\n", "[]\n", "resources: 3\n", "resources: [3, null, {a: 1}, {path: [1]}]\n",
        "resources: {a: 1}\n", "namespace: [a]\n", "images: 3\n", "images: [3, {name: [1]}]\n",
        "patches: 3\n", "patches: [[]]\n", "resources: ['.', '..', '/']\n",
    ],
)  # fmt: skip
def test_odd_kustomizations_do_no_harm(tree: Tree, text: str) -> None:
    base = tree({"kustomization.yaml": text, "pod.yaml": pod()})
    found = collect(base)
    assert found.pods == ["default/Pod/web at pod.yaml:1-7"]
    assert found.gaps == []


def test_what_is_not_here_is_told_and_leaves_joins_as_they_are(tree: Tree) -> None:
    base = tree({"k/kustomization.yaml": "resources: [https://jo:pw@example.com/x.yaml, pod.yaml,"
                 " github.com/a/b?ref=v1]\n", "k/pod.yaml": pod()})  # fmt: skip
    found = collect(base)
    assert found.gaps == [("external-module", "k/kustomization.yaml:1-1")]
    (gap,) = found.all(Gap)
    assert gap.detail.startswith("2 of its resources")
    assert "jo:pw" not in gap.detail
    assert found.missing == [""]


@pytest.mark.parametrize("name", ["'\\0'", "missing.yaml", "../missing"])
def test_a_listed_file_that_is_missing_is_told(tree: Tree, name: str) -> None:
    base = tree({"kustomization.yaml": f"resources: [{name}]\n", "pod.yaml": pod()})
    assert collect(base).gaps == [("external-module", "kustomization.yaml:1-1")]


def test_a_kustomization_with_a_fault_is_told(tree: Tree) -> None:
    base = tree({"kustomization.yaml": "resources: [\n", "pod.yaml": pod()})
    assert collect(base).gaps == [("unparsable", "kustomization.yaml:1-1")]


needs_program = pytest.mark.skipif(
    not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="neither kustomize nor kubectl is installed",
)


@needs_program
def test_rendered_objects_take_the_place_of_the_files(tree: Tree) -> None:
    base = tree(
        TREE
        | {
            "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: p-\nnamespace: prod\n"
            "patches:\n- path: patch.yaml\n",
            "prod/patch.yaml": PATCH.replace("name: web", "name: a"),
        }
    )
    found = collect(base, kustomize=True)
    assert [unit.scope for unit in found.units] == [".", "prod"]
    assert found.pods == [
        "default/Pod/c at base/unlisted.yaml:1-7",
        "prod/Pod/p-a at prod/kustomization.yaml:1-1",
        "prod/Pod/p-b at prod/kustomization.yaml:1-1",
    ]
    assert found.all(Workload)[1].host_network is True
    assert found.gaps == []


def test_what_would_have_to_be_downloaded_is_not_rendered(tree: Tree) -> None:
    base = tree({"kustomization.yaml": "resources: [github.com/a/b?ref=v1]\n"})
    found = collect(base, kustomize=True)
    assert found.gaps == [("unsupported", "kustomization.yaml:1-1")]
    assert found.missing == ["kustomization.yaml could not be read"]


@needs_program
def test_a_kustomization_that_cannot_be_rendered_is_told(tree: Tree) -> None:
    base = tree({"kustomization.yaml": "resources: [pod.yaml]\nunknownField: 1\n",
                 "pod.yaml": pod()})  # fmt: skip
    found = collect(base, kustomize=True)
    assert found.gaps == [("unsupported", "kustomization.yaml:1-1")]
    (gap,) = found.all(Gap)
    assert "unknownField" in gap.detail
    assert str(base) not in gap.detail
    assert "run.go" not in gap.detail


@needs_program
def test_a_component_is_not_rendered_alone(tree: Tree) -> None:
    component = "kind: Component\nresources: [pod.yaml]\npatches:\n- patch: |-\n" + "".join(
        f"    {line}\n" for line in PATCH.replace("name: web", "name: absent").splitlines()
    )
    base = tree({"c/kustomization.yaml": component, "c/pod.yaml": pod()})
    found = collect(base, kustomize=True)
    assert found.pods == ["default/Pod/web at c/pod.yaml:1-7"]
    assert found.gaps == []
