"""A container whose image is not asked for anew at every start.

Why it matters
    A node that has an image by that name already starts what it has: an older build of the same
    tag, or a private image that another tenant's credentials brought there. With ``Always`` the
    registry is asked each time, by the pod's own credentials; layers that are there are not
    loaded again.

Verdicts
    PASS when ``imagePullPolicy`` is ``Always``, or is left out and the tag is ``latest`` or
    missing, for which ``Always`` is the default. FAIL for ``IfNotPresent`` and ``Never``, and when
    it is left out under any other tag or a digest. UNKNOWN when it could not be read.

How to mend it
    Set the pull policy to Always, or turn on the admission plugin AlwaysPullImages.

        containers:
        - name: web
          image: registry.example.com/shop/web:1.4.2
          imagePullPolicy: Always

    A cluster of one tenant that pins every image by digest may waive this.

Sources
    Images: image pull policy, https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
    Admission control: AlwaysPullImages, https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks.patching._images import image_of


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the pull policy of every container, or the default that its image leads to."""
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
    for container in containers(workload):
        if container.image is not None or container.pull_policy is not None:
            yield _verdict(container)


def _verdict(container: Container) -> Verdict:
    policy, at = container.pull_policy, f"{container.at}.pull_policy"
    if policy is None:
        policy = _default(container.image)
        at = f"{container.at}.image"
    if isinstance(policy, Unknown):
        return Verdict(Outcome.UNKNOWN, policy.reason, at)
    if policy == "Always":
        return Verdict(Outcome.PASS, f"container {container.name} always asks its registry", at)
    return Verdict(Outcome.FAIL, f"container {container.name} has the pull policy {policy}", at)


def _default(image: str | Unknown | None) -> str | Unknown:
    if image is None or isinstance(image, Unknown):
        return image or Unknown("the container names no image")
    parts = image_of(image)
    return "IfNotPresent" if parts.digest or parts.tag not in ("", "latest") else "Always"


CHECK = Check(
    id="patching.image_not_always_pulled",
    title="Image is not pulled at every start",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PATCH-05",),
    same_as=(
        "CKV_K8S_15",
        "kics:Image Pull Policy Of The Container Is Not Set To Always",
        "pullPolicyNotAlways",
        "container-image-pull-policy",
        "imagepullpolicy-always",
    ),
)
