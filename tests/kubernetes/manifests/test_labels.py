"""Labels that kustomizations add: where kustomize adds them, and what overlays leave open."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from auditor.answers import Answer
from auditor.facts import DisruptionBudget, Unknown, Workload
from auditor.selection import selects
from auditor_kubernetes.manifests.labels import add, read_added
from tests.kubernetes.manifests.audited import Collected, collect
from tests.kubernetes.manifests.conftest import Tree

ADDING = """\
resources: [all.yaml]
commonLabels: {common: one}
labels:
- pairs: {plain: two}
- pairs: {template: three}
  includeTemplates: true
- pairs: {chosen: four}
  includeSelectors: true
commonAnnotations: {noted: here}
"""
POD = "{metadata: {labels: {z: q, common: zero}}, spec: {containers: []}}"
NEAR = """\
{containers: [], affinity: {podAntiAffinity: {
requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {z: q}}}],
preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {labelSelector:
{matchLabels: {z: q}}}}, {podAffinityTerm: {labelSelector: {}}}]}},
topologySpreadConstraints: [{labelSelector: {matchLabels: {z: q}}}]}"""
MATCH = "{matchLabels: {z: q}}"
OBJECTS = (
    ("apps/v1", "Deployment", f"{{selector: {MATCH}, template: {{spec: {NEAR}}}}}"),
    ("apps/v1", "ReplicaSet", f"{{selector: {MATCH}, template: {POD}}}"),
    ("apps/v1", "DaemonSet", f"{{template: {POD}}}"),
    ("apps/v1", "StatefulSet", f"{{selector: {MATCH}, template: {{spec: {NEAR}}}}}"),
    ("batch/v1", "Job", f"{{template: {POD}}}"),
    ("batch/v1", "CronJob", f"{{jobTemplate: {{spec: {{template: {POD}}}}}}}"),
    ("v1", "ReplicationController", f"{{template: {POD}}}"),
    ("v1", "Service", "{ports: []}"),
    ("serving.knative.dev/v1", "Service", f"{{template: {POD}}}"),
    ("serving.knative.dev/v1beta1", "Service", f"{{template: {POD}}}"),
    ("v1", "Pod", "{containers: []}"),
    ("policy/v1", "PodDisruptionBudget", f"{{selector: {MATCH}}}"),
    ("policy/v1", "PodDisruptionBudget", "{selector: {}}"),
    ("policy/v1", "PodDisruptionBudget", "{minAvailable: 1}"),
    (
        "networking.k8s.io/v1",
        "NetworkPolicy",
        f"{{podSelector: {MATCH}, ingress: [{{from: [{{podSelector: {MATCH}}}, "
        f"{{namespaceSelector: {MATCH}}}]}}], egress: [{{to: [{{podSelector: {{}}}}]}}]}}",
    ),
    ("monitoring.coreos.com/v1", "ServiceMonitor", f"{{selector: {MATCH}}}"),
)


@pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl is not installed")
def test_they_are_added_where_kustomize_adds_them(tree: Tree) -> None:
    text = "---\n".join(
        f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: n{number}}}\nspec: {spec}\n"
        for number, (version, kind, spec) in enumerate(OBJECTS)
    )
    base = tree({"kustomization.yaml": ADDING, "all.yaml": text})
    done = subprocess.run(
        ["kubectl", "kustomize", str(base)], capture_output=True, check=True, timeout=60
    )
    wanted = {body["metadata"]["name"]: body for body in yaml.safe_load_all(done.stdout)}
    assert len(wanted) == len(OBJECTS)
    for body in yaml.safe_load_all(text):
        add(body, read_added(yaml.safe_load(ADDING)))
        assert body == wanted[body["metadata"]["name"]]


def test_what_an_alias_shares_is_changed_where_it_is_added_only() -> None:
    body = yaml.safe_load(
        "{kind: Deployment, apiVersion: apps/v1, metadata: {labels: &l {app: web}}, "
        "spec: {selector: {matchLabels: *l}, template: {metadata: {labels: *l}}}}"
    )
    add(body, read_added({"labels": [{"pairs": {"team": "a"}, "includeTemplates": True}]}))
    assert body["metadata"]["labels"] == {"app": "web", "team": "a"}
    assert body["spec"]["selector"]["matchLabels"] == {"app": "web"}
    assert body["spec"]["template"]["metadata"]["labels"] == {"app": "web", "team": "a"}


DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}}
"""
BUDGET = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 1, selector: {matchLabels: %s}}
"""
BASE = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": DEPLOYMENT,
    "prod/budget.yaml": BUDGET % "{app: web}",
}
PROD = "resources: [../base, budget.yaml]\n"
SELECTED = "labels: [{pairs: {app: web}, includeSelectors: true}]\n"


def chosen(found: Collected) -> Answer:
    """Whether the budget selects the pods of the deployment."""
    (budget,) = found.all(DisruptionBudget)
    (workload,) = found.all(Workload)
    assert not isinstance(workload.pod_labels, Unknown)
    return selects(budget.selector, workload.pod_labels)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"prod/kustomization.yaml": f"{PROD}commonLabels: {{env: prod}}\n"}, True),
        (
            {
                "prod/kustomization.yaml": PROD + SELECTED,
                "base/web.yaml": DEPLOYMENT.replace("{app: web}", "{}"),
            },
            True,
        ),
        (
            {
                "prod/kustomization.yaml": f"{PROD}components: [../c]\n",
                "c/kustomization.yaml": f"kind: Component\n{SELECTED}",
                "base/web.yaml": DEPLOYMENT.replace("{app: web}", "{}"),
            },
            True,
        ),
        (
            {
                "prod/kustomization.yaml": f"{PROD}commonLabels: {{env: prod}}\n",
                "dev/kustomization.yaml": "resources: [../base]\ncommonLabels: {env: dev}\n",
            },
            True,
        ),
        (
            {
                "prod/kustomization.yaml": f"{PROD}commonLabels: {{env: prod}}\n",
                "dev/kustomization.yaml": "resources: [../base]\n",
            },
            True,
        ),
        (
            {
                "prod/kustomization.yaml": f"{PROD}commonLabels: {{env: prod}}\n",
                "dev/kustomization.yaml": "resources: [../base]\ncommonLabels: {env: dev}\n",
                "prod/budget.yaml": BUDGET % "{env: prod}",
            },
            Unknown("several kustomizations set the label env differently"),
        ),
        ({"prod/kustomization.yaml": PROD, "prod/budget.yaml": BUDGET % "{app: shop}"}, False),
    ],
)
def test_selectors_and_labels_stay_together(
    tree: Tree, files: Mapping[str, str], expected: Answer
) -> None:
    found = collect(tree(BASE | files))
    assert found.gaps == []
    assert chosen(found) == expected


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ({"commonLabels": 3, "labels": 3}, {}),
        ({"labels": [3, {}, {"pairs": [1]}, {"pairs": {"a": 1, "b": "c"}}]}, {"b": "c"}),
    ],
)
def test_what_has_the_wrong_form_adds_nothing(body: dict[str, Any], labels: object) -> None:
    assert read_added(body).labels == labels


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": ["Service"], "apiVersion": "v1", "spec": {}},
        {"kind": "Service", "apiVersion": "v1", "spec": {"selector": "all"}, "metadata": 3},
        {"kind": "DaemonSet", "apiVersion": "apps/v1", "spec": [None, {}, 3]},
    ],
)
def test_odd_objects_do_no_harm(body: dict[str, Any]) -> None:
    add(body, read_added({"commonLabels": {"a": "b"}, "commonAnnotations": {"c": "d"}}))
