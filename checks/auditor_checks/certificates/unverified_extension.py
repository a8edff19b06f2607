"""An API extension that the API server speaks with without verifying who answers.

Why it matters
    Requests to it carry the names and groups of users, and answers are believed. Whoever gets into
    the path between the two, or takes over the Service's name, reads and answers in its stead.

Verdicts
    FAIL when ``insecureSkipTLSVerify`` is set. PASS when the certificate is verified. UNKNOWN when
    that is filled in by a template. What the API server answers by itself is not judged.

How to mend it
    Give the APIService the authority of its Service, and drop the switch.

        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata:
          name: v1beta1.metrics.k8s.io
          annotations:
            cert-manager.io/inject-ca-from: kube-system/metrics-server
        spec:
          group: metrics.k8s.io
          version: v1beta1
          groupPriorityMinimum: 100
          versionPriority: 100
          service: {name: metrics-server, namespace: kube-system}
          insecureSkipTLSVerify: false

Sources
    Kubernetes documentation, Configure the Aggregation Layer, https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
    Kubernetes API, APIService, https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, unwanted
from auditor.facts import ServedApi


def judge(api: ServedApi, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``insecure``."""
    if api.origin.kind != "APIService":
        return
    what = f"{api.subject} {api.name}"
    yield from unwanted(
        api.insecure,
        "insecure",
        f"{what} is verified",
        f"{what} is spoken with without verifying its certificate",
    )


CHECK = Check(
    id="certificates.unverified_extension",
    title="API extension is not verified",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=ServedApi,
    judge=judge,
    controls=("CERT-05", "CERT-06"),
)
