"""A Service that leads to Tiller, the server part of Helm 2, which is out of support.

Why it matters
    Tiller asks nobody who they are and usually holds all rights over the cluster: the Service is
    the address at which any pod can have it install anything. Left behind alone, it gives that
    address to whatever bears Tiller's labels next.

Verdicts
    FAIL when the Service's name, its labels or its selector say Tiller, or it has Tiller's port,
    44134. PASS for other Services. UNKNOWN when a template fills in the labels or the selector that
    would tell. The pods themselves are judged by ``patching.tiller``.

How to mend it
    Move the releases to Helm 3 or later and delete what belonged to Tiller.

        kubectl --namespace kube-system delete deployment tiller-deploy
        kubectl --namespace kube-system delete service tiller-deploy

Sources
    Helm: Helm 2 and the charts project are now unsupported, https://helm.sh/blog/helm-2-becomes-unsupported/
    Helm: migrating Helm v2 to v3, https://helm.sh/docs/topics/v2_v3_migration/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import NetworkService, Unknown

_PORT = 44134


def judge(service: NetworkService, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the name of the server, and for its port."""
    subject = f"Service {service.name}"
    groups = (service.labels, service.selector or {})
    labels = [group.get("name") or group.get("") for group in groups]
    if "tiller" in (*service.name.split("-"), *labels):
        yield Verdict(Outcome.FAIL, f"{subject} leads to Tiller, the server of Helm 2", "name")
    elif any(port.number == _PORT for port in service.ports):
        yield Verdict(Outcome.FAIL, f"{subject} has {_PORT}, the port of Tiller", "ports")
    elif hidden := [label for label in labels if isinstance(label, Unknown)]:
        yield Verdict(Outcome.UNKNOWN, hidden[0].reason, "name")
    else:
        yield Verdict(Outcome.PASS, f"{subject} does not lead to Tiller", "name")


CHECK = Check(
    id="patching.tiller_service",
    title="Service of Helm 2 is left",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=NetworkService,
    judge=judge,
    controls=(
        "PATCH-04",
        "ACC-02",
    ),
    same_as=("CKV_K8S_44",),
)
