"""Lists, arrays and templates of OpenShift give their objects, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.facts import InspectedText, Unknown, Workload
from auditor_kubernetes.manifests.parameters import MOST
from auditor_kubernetes.manifests.sniff import normal
from auditor_kubernetes.manifests.text import parse
from auditor_kubernetes.manifests.unrolling import Body, bodies
from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

TEMPLATE = """\
apiVersion: %s
kind: Template
metadata: {name: shop}
labels: {template: shop}
objects:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: "${NAME}-web", labels: {app: web}}
  spec:
    replicas: ${{REPLICAS}}
    selector: {matchLabels: {app: web}}
    template:
      metadata: {labels: {app: web, "${NAME}": "1"}}
      spec:
        containers:
        - name: web
          image: "${IMAGE}:${TAG}"
          securityContext: {privileged: "${{PRIVILEGED}}"}
          env:
          - {name: DB_PASSWORD, value: "${PASSWORD}"}
parameters:
- {name: NAME, value: shop}
- {name: REPLICAS, value: "3"}
- {name: PRIVILEGED, value: "true"}
- {name: IMAGE, value: example/web}
- {name: TAG, required: true}
- {name: PASSWORD, value: "qX7-hunter-2"}
"""


def unrolled(text: str, **options: Any) -> list[Body]:
    parsed = parse(normal(text.encode()), **options)
    assert not parsed.troubles
    return [body for document in parsed.documents for body in bodies(document)]


def told(found: list[Body]) -> list[tuple[str, tuple[int, int]]]:
    return [(body.value["metadata"]["name"], body.lines) for body in found]


@pytest.mark.parametrize("version", ["template.openshift.io/v1", "v1"])
def test_a_template_gives_its_objects_with_the_defaults_filled_in(version: str) -> None:
    (body,) = unrolled(TEMPLATE % version)
    assert body.lines == (6, 20)
    assert not body.excluded
    assert body.value["metadata"] == {
        "name": "shop-web",
        "labels": {"app": "web", "template": "shop"},
    }
    assert body.value["spec"]["replicas"] == 3
    template = body.value["spec"]["template"]
    assert template["metadata"]["labels"] == {"app": "web", "shop": "1"}
    (container,) = template["spec"]["containers"]
    assert container["image"] == "example/web:${TAG}"
    assert container["securityContext"] == {"privileged": True}
    assert container["env"][0]["value"] == "qX7-hunter-2"
    assert template["spec"]["containers"].lines == [(16, 20)]
    assert body.value["spec"].lines["replicas"] == (10, 10)


def test_what_a_template_makes_is_judged_and_its_secrets_are_hidden(tree: Tree) -> None:
    found = collect(tree({"shop.yaml": TEMPLATE % "v1"}))
    (workload,) = found.all(Workload)
    assert (workload.name, workload.replicas) == ("shop-web", 3)
    assert not isinstance(workload.containers, Unknown)
    (container,) = workload.containers
    assert container.privileged is True
    assert isinstance(container.image, Unknown)
    exposed = {text.medium: text.exposed for text in found.all(InspectedText)}
    (secret,) = exposed["environment"]
    assert (secret.kind, secret.place and secret.place.line) == ("password", 20)
    kept = b"".join(blob.content for blob in found.blobs) + repr(found.records).encode()
    assert b"hunter" not in kept


@pytest.mark.parametrize(
    ("parameter", "becomes"),
    [
        ("{name: X, value: 7}", ("a-7", 7)),
        ("{name: X, value: true}", ("a-true", True)),
        ("{name: X, value: '[1, {a: b}]'}", ("a-[1, {a: b}]", "[1, {a: b}]")),
        ("{name: X, value: '[1, 2]'}", ("a-[1, 2]", [1, 2])),
        (f"{{name: X, value: '{'[' * 99}'}}", ("a-" + "[" * 99, "${{X}}")),
        ("{name: X, value: ''}", ("a-", "")),
        ("{name: X, value: '${X}'}", ("a-${X}", "${X}")),
        ("{name: X}", ("a-${X}", "${{X}}")),
        ("{name: X, generate: expression, from: '[a-z]{8}', value: z}", ("a-${X}", "${{X}}")),
        ("{name: X, value: [1]}", ("a-${X}", "${{X}}")),
        ("{name: 3, value: 4}", ("a-${X}", "${{X}}")),
        ("7", ("a-${X}", "${{X}}")),
    ],
)
def test_parameters(parameter: str, becomes: tuple[Any, Any]) -> None:
    text = (
        "{apiVersion: v1, kind: Template, objects: [{apiVersion: v1, kind: Pod,"
        " metadata: {name: 'a-${X}'}, spec: '${{X}}'}], parameters: [%s]}"
    )
    (body,) = unrolled(text % parameter)
    assert (body.value["metadata"]["name"], body.value["spec"]) == becomes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{apiVersion: v1, kind: Template, objects: []}", []),
        ("{apiVersion: v1, kind: Template, objects: [], labels: 3, parameters: 3}", []),
        ("{apiVersion: v1, kind: Template, objects: [3, null, [], 'x']}", []),
        ("{apiVersion: v1, kind: Template, metadata: {name: t}, objects: '${X}'}", ["Template"]),
        ("{apiVersion: example.com/v1, kind: Template, objects: []}", ["Template"]),
        (
            "{apiVersion: template.openshift.io/v1, kind: TemplateList,"
            " items: [{objects: [{apiVersion: v1, kind: Pod}]}]}",
            ["Pod"],
        ),
        (
            "{apiVersion: v1, kind: Template, labels: {a: b},"
            " objects: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod}]}]}",
            ["Pod"],
        ),
        ("{apiVersion: v1, kind: ConfigMapList, items: [{data: {a: b}}]}", ["ConfigMap"]),
        ("[{apiVersion: v1, kind: Pod}, 3, [], {apiVersion: v1, kind: Secret}]", ["Pod", "Secret"]),
        ("- apiVersion: v1\n  kind: List\n  items: [{apiVersion: v1, kind: Pod}]\n", ["Pod"]),
    ],
)
def test_what_holds_objects(text: str, names: list[str]) -> None:
    assert [body.value["kind"] for body in unrolled(text)] == names


def test_an_element_that_is_no_object_is_counted(tree: Tree) -> None:
    text = "apiVersion: v1\nkind: List\nitems: [{a: 1}, {kind: Pod, metadata: {name: a}}]\n"
    found = collect(tree({"a.yaml": text, "pod.yaml": pod()}))
    assert found.counted("objects").excluded == {"without a kind or a version": 2}


@pytest.mark.parametrize("json", [True, False])
def test_an_array_of_objects_gives_its_objects(json: bool) -> None:
    one = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"}}'
    text = f"[\n{one % 'a'},\n{one % 'b'}\n]\n"
    assert told(unrolled(text, json=json)) == [("a", (2, 2)), ("b", (3, 3))]


def test_an_array_in_a_file_is_read(tree: Tree) -> None:
    text = '[{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {}}]'
    assert collect(tree({"a.json": text})).pods == ["default/Pod/a at a.json:1-1"]


@pytest.mark.parametrize("hole", ["${X}", "${X}${X}", "${{X}}"])
def test_what_parameters_put_into_a_template_is_bounded(hole: str) -> None:
    long = "x" * 100_000
    spec = ", ".join([f"'{hole}'"] * 1000)
    text = (
        "{apiVersion: v1, kind: Template, objects: [{apiVersion: v1, kind: Pod,"
        f" spec: [{spec}]}}], parameters: [{{name: X, value: {long}}}]}}"
    )
    (body,) = unrolled(text)
    assert len("".join(body.value["spec"])) < MOST + len(spec)
    assert body.value["spec"][-1] == hole


def test_a_template_may_repeat_what_an_alias_stands_for() -> None:
    levels = "\n".join(
        f"  a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 12)
    )
    text = (
        "apiVersion: v1\nkind: Template\nparameters: [{name: X, value: y}]\n"
        f"bomb:\n  a0: &a0 ['${{X}}']\n{levels}\n"
        "objects:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: *a11}\n"
    )
    parsed = parse(text.encode())
    for document in parsed.documents:
        list(bodies(document))
