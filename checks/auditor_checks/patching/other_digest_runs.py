"""A container that runs another image than the digest in its workload says.

Why it matters
    What was approved and what runs differ: pods are left over from before the change, or somebody
    changed them by hand.

Verdicts
    Judged are containers of running workloads whose image is named by digest. PASS when all pods
    run that digest. FAIL when some run it and others do not. UNKNOWN when none runs it or nodes do
    not tell: some runtimes give the digest of the image for their architecture, which is part of
    the one that is named.

How to mend it
    Restart the rollout and see that it comes to its end.

        kubectl rollout restart deployment/web
        kubectl rollout status deployment/web

Sources
    Images: image names, https://kubernetes.io/docs/concepts/containers/images/#image-names
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks.patching._images import image_of


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the digest that is named with those that run."""
    for container in containers(workload):
        digests = {item.digest for item in workload.running if item.container == container.name}
        if digests and container.image is not None:
            yield from _verdict(container, digests)


def _verdict(container: Container, digests: set[str]) -> Iterator[Verdict]:
    image, at = container.image, f"{container.at}.image"
    if image is None or isinstance(image, Unknown):
        yield Verdict(Outcome.UNKNOWN, image.reason if image else "no image", at)
        return
    wanted = image_of(image).digest
    if not wanted:
        return
    if digests == {wanted}:
        yield Verdict(Outcome.PASS, f"container {container.name} runs the digest it names", at)
    elif wanted in digests and "" not in digests:
        text = f"some pods run container {container.name} with another digest than is named"
        yield Verdict(Outcome.FAIL, text, at)
    else:
        text = f"whether container {container.name} runs the digest it names could not be told"
        yield Verdict(Outcome.UNKNOWN, text, at)


CHECK = Check(
    id="patching.other_digest_runs",
    title="Another image runs than the workload names",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("CHG-02", "PATCH-05"),
)
