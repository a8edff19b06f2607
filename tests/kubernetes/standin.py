"""A small cluster for the stand-in API server, and what its tests ask it with."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from auditor_kubernetes.testing import Server

SMALL_CLUSTER = """
apiVersion: v1
kind: Namespace
metadata: {name: default}
---
apiVersion: v1
kind: Namespace
metadata: {name: kube-system}
---
apiVersion: v1
kind: Pod
metadata: {name: etcd, namespace: kube-system, labels: {tier: control-plane}}
spec: {nodeName: one, containers: [{name: etcd, image: "etcd:3.6"}]}
status: {phase: Running, startTime: 2026-01-01T00:00:00Z}
---
apiVersion: v1
kind: Pod
metadata: {name: web-0, namespace: shop, labels: {app: web, tier: front, weight: "5"}}
spec: {nodeName: two, containers: [{name: web, image: "web:1"}]}
status: {phase: Running}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, labels: {app: web}}
spec: {containers: [{name: web, image: "web:1"}]}
status: {phase: Pending}
---
apiVersion: v1
kind: Pod
metadata: {name: job, namespace: shop-jobs}
spec: {containers: [{name: job, image: "job:1"}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {replicas: 2}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: ClusterIP, selector: {app: web}}
---
apiVersion: v1
kind: Endpoints
metadata: {name: web, namespace: shop}
subsets: null
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {tls: [{hosts: [shop.example.com], secretName: web-tls}]}
---
apiVersion: v1
kind: Secret
metadata: {name: web-tls, namespace: shop}
type: kubernetes.io/tls
stringData: {tls.crt: certificate, tls.key: key}
---
apiVersion: v1
kind: Secret
metadata: {name: plain, namespace: shop}
data: {word: cGxhaW4=}
---
apiVersion: v1
kind: List
items:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: {name: admin}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: {name: cluster-admin}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: {name: "system:discovery"}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: {name: view}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {kind: CronTab, plural: crontabs, shortNames: [ct]}
  versions:
  - {name: v1beta1, served: true, storage: false, deprecated: true}
  - {name: v1, served: true, storage: true, selectableFields: [{jsonPath: .spec.cron}]}
  - {name: v1alpha1, served: false, storage: false}
---
apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: hourly, namespace: shop}
spec: {cron: hourly}
---
apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: nightly, namespace: shop}
spec: {cron: nightly}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.metrics.k8s.io}
spec: {group: metrics.k8s.io, version: v1beta1, service: {name: metrics, namespace: kube-system}}
status: {conditions: [{type: Available, status: "False", reason: ServiceNotFound}]}
"""
"""A little of everything, among it an aggregated API that is down."""


@dataclass(frozen=True)
class Reply:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        """The body, which is JSON."""
        return json.loads(self.body)

    @property
    def names(self) -> list[str]:
        """The names of a list's items."""
        return [item["metadata"]["name"] for item in self.document["items"]]

    @property
    def following(self) -> str:
        """The token of a list's next page; empty on the last one."""
        return self.document["metadata"].get("continue", "")


Serve = Callable[..., Server]
Kubectl = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., Reply]


def named(kind: str, name: str, namespace: str = "", version: str = "v1") -> dict[str, Any]:
    """An object that has nothing but a name."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": version, "kind": kind, "metadata": metadata}
