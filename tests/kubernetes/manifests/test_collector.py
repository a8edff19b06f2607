"""What a target yields: objects with their places, what stayed unread, and numbers that add up."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from auditor.collecting import Gap
from auditor.facts import Listing, Unknown, Workload
from auditor_kubernetes.manifests import estate
from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

VALUE = "v3ry-Secret-value"
ENCODED = "djNyeS1TZWNyZXQtdmFsdWU="
NAMED = pod("a").replace("{name: a}", "{name: a, namespace: %s}")


def test_objects_stand_at_their_lines(tree: Tree) -> None:
    base = tree({"k8s/all.yaml": f"# two\n{pod('a')}---\n{pod('b')}"})
    found = collect(base)
    assert found.pods == [
        "default/Pod/a at k8s/all.yaml:2-8",
        "default/Pod/b at k8s/all.yaml:10-16",
    ]
    (first, _) = found.all(Workload)
    places = {key: (place.line, place.end_line) for key, place in first.places.items()}
    assert places["containers[web].image"] == (8, 8)
    assert places["containers[web]"] == (7, 8)
    assert found.gaps == []
    assert found.missing == [""]


def test_one_unit_holds_all_manifests_of_a_target(tree: Tree) -> None:
    base = tree({"a/pod.yaml": pod("a"), "b/pod.yml": pod("b"), "c/pod.json": json.dumps(
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "c"}, "spec": {"containers": []}}
    )})  # fmt: skip
    found = collect(base)
    assert [unit.scope for unit in found.units] == ["."]
    assert [item.split(" ")[0] for item in found.pods] == [
        "default/Pod/a", "default/Pod/b", "default/Pod/c"
    ]  # fmt: skip
    assert collect(base, base / "b").units[0].scope == "b"


@pytest.mark.parametrize(
    ("name", "content", "ours"),
    [
        ("pod.yaml", pod(), True),
        ("pod.json", '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}}', True),
        ("values.yaml", "image: x\n", False),
        ("report.json", '{"SchemaVersion": 2, "Results": []}', False),
        ("plan.json", '{"format_version": "1.2", "planned_values": {}}', False),
        ("k8s-report.json", '{"ClusterName": "x", "Resources": [{"Kind": "Pod"}]}', False),
    ],
)
def test_a_file_that_is_named_is_taken_by_its_content(
    tree: Tree, name: str, content: str, ours: bool
) -> None:
    base = tree({f"dir/{name}": content, "dir/other.yaml": pod("other")})
    found = collect(base, base / "dir" / name)
    assert [unit.scope for unit in found.units] == (["dir"] if ours else [])
    assert len(found.pods) == int(ours)
    assert found.gaps == []


def test_a_tree_without_manifests_is_no_business_of_ours(tree: Tree) -> None:
    base = tree({"main.tf": "", "values.yaml": "a: 1\n", "broken.yaml": "a: [\n", "x.json": "{"})
    assert collect(base).units == ()
    assert collect(base).records == []


def test_lists_are_unrolled(tree: Tree) -> None:
    inner = "\n".join("  " + line for line in pod("a").splitlines())
    bare = inner.replace("  apiVersion: v1\n", "").replace("  kind: Pod\n", "")
    base = tree(
        {
            "list.yaml": f"apiVersion: v1\nkind: List\nitems:\n-{inner[1:]}\n",
            "pods.yaml": f"apiVersion: v1\nkind: PodList\nitems:\n-{bare[1:]}\n".replace(
                "a}", "b}"
            ),
            "empty.yaml": "apiVersion: v1\nkind: List\nitems: []\n",
            "odd.yaml": "apiVersion: v1\nkind: List\nitems: 3\n",
            "mixed.yaml": "apiVersion: v1\nkind: List\nitems: [3, null, [], {a: 1}]\n",
        }
    )
    found = collect(base)
    assert found.pods == ["default/Pod/a at list.yaml:4-10", "default/Pod/b at pods.yaml:4-8"]


def test_objects_of_one_name_are_told_apart_by_their_files(tree: Tree) -> None:
    base = tree(
        {
            "dev/pod.yaml": pod("a") + "---\n" + pod("b"),
            "prod/pod.yaml": pod("a"),
            "twice.yaml": f"{pod('c')}---\n{pod('c')}",
        }
    )
    assert [item.rpartition(" at ")[0] for item in collect(base).pods] == [
        "default/Pod/a (dev/pod.yaml)",
        "default/Pod/b",
        "default/Pod/a (prod/pod.yaml)",
        "default/Pod/c (twice.yaml)",
        "default/Pod/c (twice.yaml, 2)",
    ]


def test_files_and_objects_are_counted(tree: Tree) -> None:
    thing = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x}\n"
    kubeconfig = "apiVersion: v1\nkind: Config\nclusters: []\n"
    hole = "apiVersion: v1\nkind: '{{ .Values.kind }}'\nmetadata: {name: x}\n"
    base = tree(
        {
            "pod.yaml": pod() + "---\n" + thing + "---\n" + thing + "---\n" + hole,
            "kubeconfig.yaml": kubeconfig,
            "values.yaml": "a: 1\n",
            "bad.yaml": "apiVersion: v1\nkind: Pod\n\tx\n",
        }
    )
    found = collect(base)
    objects, files = found.counted("objects"), found.counted("files")
    assert (objects.listed, objects.evaluated) == (5, 1)
    assert objects.excluded == {
        "a kubeconfig": 1,
        "its kind is filled in by a template": 1,
        "no translator for Thing.example.com": 2,
    }
    assert (files.listed, files.evaluated, files.errored) == (4, 1, 1)
    assert files.excluded == {"no objects in it": 1, "not Kubernetes": 1}


_UNREAD = "a.yaml could not be read"
_DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nspec: {{ .x }}y\n"


@pytest.mark.parametrize(
    ("content", "reason", "missing"),
    [
        ("apiVersion: v1\nkind: Pod\n\tx\n", "unparsable", {"*": "", "pods": _UNREAD}),
        ("apiVersion: v1\nkind: Pod\na: \xff".encode("latin-1"), "unparsable", {"*": _UNREAD}),
        (b"apiVersion: v1\nkind: Pod\na: \0\n", "unparsable", {"*": "", "pods": _UNREAD}),
        ("apiVersion: v1\nkind: Pod\nspec: {{ .x }}y\n", "unresolved", {"*": "", "pods": _UNREAD}),
        (
            _DEPLOYMENT,
            "unresolved",
            {"*": "", "deployments.apps": _UNREAD, "deployments.extensions": _UNREAD},
        ),
        ("apiVersion: v1\nkind: {{ .x }}\nspec: {{ .x }}y\n", "unresolved", {"*": _UNREAD}),
        ("apiVersion: v1\nkind: List\nitems: {{ .x }}y\n", "unresolved", {"*": _UNREAD}),
    ],
    ids=["tab", "latin-1", "nul", "template", "deployment", "kind filled in", "list"],
)
def test_what_is_not_read_is_told_and_its_absence_proves_nothing(
    tree: Tree, content: str | bytes, reason: str, missing: dict[str, str]
) -> None:
    found = collect(tree({"a.yaml": content, "good.yaml": pod()}))
    ((told, place),) = found.gaps
    assert told == reason
    assert place.startswith("a.yaml:")
    assert len(found.pods) == 1
    listings = {listing.resource: listing.complete for listing in found.all(Listing)}
    assert {
        resource: complete.reason if isinstance(complete, Unknown) else ""
        for resource, complete in listings.items()
    } == missing


def test_an_unread_custom_object_hides_workloads_only(tree: Tree) -> None:
    custom = "apiVersion: example.com/v1\nkind: Plugin\nspec: {{ .x }}y\n"
    listings = collect(tree({"a.yaml": custom})).all(Listing)
    resources = {listing.resource for listing in listings if listing.complete is not True}
    assert {"pods", "deployments.apps", "cronjobs.batch"} <= resources
    assert not {"*", "services", "networkpolicies.networking.k8s.io"} & resources


def test_what_is_doubtful_is_told_and_read(tree: Tree) -> None:
    found = collect(tree({"a.yaml": pod() + "kind: Pod\n"}))
    assert found.gaps == [("unparsable", "a.yaml:8-8")]
    assert len(found.pods) == 1
    assert found.missing == [""]


def test_a_wrong_form_is_told_with_its_place(tree: Tree) -> None:
    found = collect(tree({"a.yaml": pod().replace("example/web:1", "[1]")}))
    (gap,) = found.all(Gap)
    assert (gap.address, found.gaps) == ("default/Pod/web", [("unparsable", "a.yaml:7-7")])
    assert gap.detail == "spec.containers[0].image is not a text"


def test_a_file_that_is_too_large_is_not_read(tree: Tree) -> None:
    base = tree({"good.yaml": pod()})
    with (base / "huge.yaml").open("wb") as stream:
        stream.write(pod().encode())
        stream.truncate(200_000_000)
    with (base / "huge.json").open("wb") as stream:
        stream.truncate(200_000_000)
    found = collect(base)
    assert found.gaps == [("too-large", "huge.yaml:1-1")]
    assert found.missing == ["huge.yaml could not be read"]
    assert collect(base, base / "huge.yaml").gaps == [("too-large", "huge.yaml:1-1")]


def test_more_than_memory_should_hold_is_read_twice(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{a: {VALUE}}}\n"
    base = tree({f"{name}.yaml": pod("x") + "---\n" + secret for name in "abc"})
    whole = collect(base)
    monkeypatch.setattr(estate, "HELD_NODES", 10)
    again = collect(base)
    assert again.records == whole.records
    assert again.blobs == whole.blobs


@pytest.mark.parametrize(
    "secret",
    [
        f"data: {{password: {ENCODED}}}",
        f"stringData: {{anything: {VALUE}}}",
        f"stringData:\n  anything: |\n    {VALUE}\n",
    ],
    ids=["data", "stringData", "block"],
)
def test_values_of_secrets_are_in_nothing_that_is_kept(tree: Tree, secret: str) -> None:
    text = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\n{secret}\n"
    base = tree(
        {
            "secret.yaml": text,
            "before.yaml": pod().replace("name: web}", f"name: web, labels: {{x: {VALUE}}}}}"),
            "broken.yaml": f"{pod('x')}---\napiVersion: v1\nkind: Secret\nx: {VALUE}: y\n",
        }
    )
    found = collect(base)
    everything = repr(found.records) + repr([blob.content for blob in found.blobs])
    assert VALUE not in everything
    assert ENCODED not in everything
    assert len(found.blobs) == 3


def test_evidence_is_what_was_read(tree: Tree) -> None:
    found = collect(tree({"a.yaml": pod()}))
    (blob,) = found.blobs
    assert (blob.source, blob.media_type) == ("a.yaml", "application/yaml")
    assert blob.content == pod().encode()
    assert found.all(Workload)[0].origin.evidence


def test_encrypted_values_are_told(tree: Tree) -> None:
    text = (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
        "data: {a: 'ENC[AES256_GCM,data:x]'}\nsops: {mac: 'ENC[AES256_GCM,data:y]'}\n"
    )
    assert collect(tree({"a.yaml": text})).gaps == [("unresolved", "a.yaml:1-5")]


def test_what_is_passed_over(tree: Tree) -> None:
    base = tree(
        {
            ".github/pod.yaml": pod(),
            ".hidden.yaml": pod(),
            "node_modules/x/pod.yaml": pod(),
            "skipped/deep/pod.yaml": pod(),
            "pod.yaml.tmpl": pod(),
            "here/pod.yaml": pod("here"),
        }
    )
    found = collect(base, exclude=("skipped", "*/other"))
    assert [item.split(" ")[0] for item in found.pods] == ["default/Pod/here"]


def test_links(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "pod.yaml").write_text(pod("outside"))
    base = tree({"a/pod.yaml": pod("a"), ".common/pod.yaml": pod("common")})
    (base / "loop").symlink_to(base)
    (base / "a/again.yaml").symlink_to(base / "a/pod.yaml")
    (base / "a/common.yaml").symlink_to(base / ".common/pod.yaml")
    (base / "a/self.yaml").symlink_to(base / "a/self.yaml")
    (base / "a/file.yaml").symlink_to(outside / "pod.yaml")
    (base / "out").symlink_to(outside)
    os.mkfifo(base / "a/pipe.yaml")
    found = collect(base)
    assert [item.split(" ")[0] for item in found.pods] == [
        "default/Pod/common", "default/Pod/a"
    ]  # fmt: skip
    assert found.gaps == [("unsupported", "out:1-1"), ("unsupported", "a/file.yaml:1-1")]
    assert found.counted("files").excluded == {
        "a link to a file of the tree": 1, "not a regular file": 2
    }  # fmt: skip


def test_a_link_within_the_work_tree_is_followed(tree: Tree) -> None:
    base = tree({".git/HEAD": "", "shared/pod.yaml": pod("shared"), "a/pod.yaml": pod("a")})
    (base / "a/link.yaml").symlink_to("../shared/pod.yaml")
    found = collect(base, base / "a")
    assert found.pods == [
        "default/Pod/shared at a/link.yaml:1-7", "default/Pod/a at a/pod.yaml:1-7"
    ]  # fmt: skip
    assert found.gaps == []


def test_namespaces_are_those_written(tree: Tree) -> None:
    found = collect(tree({"a.yaml": NAMED % "shop", "b.yaml": pod("b")}))
    told = {fact.origin.address: fact.namespace_written for fact in found.all(Workload)}
    assert told == {"shop/Pod/a": True, "default/Pod/b": False}


@pytest.mark.parametrize("name", ["a.yaml.tmpl", "a.yml.j2", "a.json.template", "a.yaml.in"])
def test_manifests_that_are_to_be_filled_in_first_are_told(tree: Tree, name: str) -> None:
    found = collect(tree({"web.yaml": pod(), f"more/{name}": pod("{{ .Name }}"),
                          "more/b.yaml.erb": pod(), "values.yaml.tpl": "a: 1\n"}))  # fmt: skip
    assert found.gaps == [("unresolved", f"more/{name}:1-1")]
    (gap,) = found.all(Gap)
    assert gap.detail.startswith("a template, as 1 more in its directory")
    assert found.missing == [""]
