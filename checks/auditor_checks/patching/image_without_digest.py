"""A container whose image is not named by digest.

Why it matters
    A tag is a label that whoever may push can move. The image that was tested and the one that
    starts tonight may differ, and nothing in the manifest shows it.

Verdicts
    PASS when the image is named by digest; FAIL when it is not. UNKNOWN when the reference could
    not be read. Whether the tag is at least one that stays is the matter of
    ``patching.unpinned_image``.

How to mend it
    Put the digest behind the tag, and let a robot move both when a new version is out.

        containers:
        - name: web
          image: registry.example.com/shop/web:1.4.2@sha256:<its digest>

    ``crane digest IMAGE`` or ``docker buildx imagetools inspect IMAGE`` prints it.

Sources
    Images: image names, https://kubernetes.io/docs/concepts/containers/images/#image-names
    NSA and CISA: Kubernetes Hardening Guide 1.2, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks.patching._images import image_of


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the image of every container."""
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
    for container in containers(workload):
        if container.image is not None:
            yield _verdict(container)


def _verdict(container: Container) -> Verdict:
    image, at = container.image, f"{container.at}.image"
    if isinstance(image, Unknown):
        return Verdict(Outcome.UNKNOWN, image.reason, at)
    named = f"container {container.name} names its image {image}"
    if image is not None and image_of(image).digest:
        return Verdict(Outcome.PASS, f"container {container.name} names its image by digest", at)
    return Verdict(Outcome.FAIL, f"{named} without a digest", at)


CHECK = Check(
    id="patching.image_without_digest",
    title="Image is not named by digest",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PATCH-05", "CHG-01"),
    same_as=(
        "CKV_K8S_43",
        "kics:Image Without Digest",
        "require-image-checksum",
        "imagedigests",
    ),
)
