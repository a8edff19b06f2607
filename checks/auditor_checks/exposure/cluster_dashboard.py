"""The Kubernetes dashboard, a way into the cluster by a browser.

Why it matters
    Dashboards that could be reached from outside, with rights of their own, have been the way into
    clusters more than once. The project has been archived; the command line and the provider's
    console need no such door.

Verdicts
    FAIL when a container's image or the pods' label says Kubernetes dashboard; PASS for other
    images. UNKNOWN when an image could not be had.

How to mend it
    Delete the dashboard, or keep it behind a login with no rights of its own, and waive it.

        kubectl delete namespace kubernetes-dashboard

Sources
    Kubernetes Dashboard (archived), https://github.com/kubernetes-retired/dashboard
    NSA and CISA: Kubernetes Hardening Guide, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks._images import names

_LABELS = ("app", "k8s-app", "app.kubernetes.io/name", "app.kubernetes.io/part-of")
_PARTS = ("dashboard", "dashboard-api", "dashboard-auth", "dashboard-web")


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the dashboard in labels and images."""
    subject = f"{workload.subject} {workload.name}"
    if any(workload.pod_labels.get(key) == "kubernetes-dashboard" for key in _LABELS):
        yield Verdict(Outcome.FAIL, f"{subject} is the Kubernetes dashboard", "pod_labels")
        return
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
    for container in containers(workload):
        at = f"{container.at}.image"
        if isinstance(container.image, Unknown):
            yield Verdict(Outcome.UNKNOWN, container.image.reason, at)
        elif _is_dashboard(container.image):
            message = f"{subject} runs the Kubernetes dashboard: {container.image}"
            yield Verdict(Outcome.FAIL, message, at)
        else:
            yield Verdict(Outcome.PASS, f"{subject} does not run the Kubernetes dashboard", at)


def _is_dashboard(image: str | None) -> bool:
    parts = names(image)
    if any(part.startswith("kubernetes-dashboard") for part in parts):
        return True
    return parts[-2:-1] == ("kubernetesui",) and parts[-1] in _PARTS


CHECK = Check(
    id="exposure.cluster_dashboard",
    title="Kubernetes dashboard is deployed",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=(
        "ACC-10",
        "NET-01",
    ),
    same_as=(
        "CKV_K8S_33",
        "C-0014",
        "kics:Dashboard Is Enabled",
    ),
)
