"""Tiller, the server part of Helm 2, which is out of support.

Why it matters
    Tiller asks nobody who they are and usually holds all rights over the cluster: any pod that
    reaches it can install anything. Helm 2 has had no fixes since November 2020.

Verdicts
    FAIL when a container's image, the workload's name or its pods' label says Tiller; PASS for
    other images. UNKNOWN when an image could not be had.

How to mend it
    Move the releases to Helm 3 or later and delete Tiller.

        kubectl --namespace kube-system delete deployment tiller-deploy
        kubectl --namespace kube-system delete service tiller-deploy

Sources
    Helm: Helm 2 and the charts project are now unsupported, https://helm.sh/blog/helm-2-becomes-unsupported/
    Helm: migrating Helm v2 to v3, https://helm.sh/docs/topics/v2_v3_migration/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks._images import names


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the name of the server in images, names and labels."""
    subject = f"{workload.subject} {workload.name}"
    labels = (workload.labels.get("name"), workload.pod_labels.get("name"))
    if "tiller" in (*workload.name.split("-"), *labels):
        yield Verdict(Outcome.FAIL, f"{subject} is Tiller, the server of Helm 2", "name")
        return
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
    for container in containers(workload):
        at = f"{container.at}.image"
        if isinstance(container.image, Unknown):
            yield Verdict(Outcome.UNKNOWN, container.image.reason, at)
        elif "tiller" in re.split(r"[-_.]", names(container.image)[-1]):
            message = f"{subject} runs Tiller, the server of Helm 2: {container.image}"
            yield Verdict(Outcome.FAIL, message, at)
        else:
            yield Verdict(Outcome.PASS, f"{subject} does not run Tiller", at)


CHECK = Check(
    id="patching.tiller",
    title="Server of Helm 2 is deployed",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=(
        "PATCH-04",
        "ACC-02",
    ),
    same_as=(
        "CKV_K8S_34",
        "KSV-0102",
        "AVD-KSV-0102",
        "disallow-helm-tiller",
        "kics:Tiller (Helm v2) Is Deployed",
    ),
)
