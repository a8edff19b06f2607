"""Pods of one workload that run different images under one name.

Why it matters
    The tag was moved while the pods were running. Some replicas have the fix and some have not,
    and which of them answers is chance. The next restart changes the mixture.

Verdicts
    FAIL when running containers of one name and one image reference have different digests. PASS
    when all have the same. UNKNOWN when nodes do not tell the digest. Workloads that were not found
    running are not judged.

How to mend it
    Roll the workload out again by digest, so that every pod runs the same image.

        containers:
        - name: web
          image: registry.example.com/shop/web:1.4.2@sha256:<its digest>

    Where images of several architectures run on nodes of several architectures, some runtimes tell
    the digest of the part for their own: name the index by digest there and waive this.

Sources
    Images: image names, https://kubernetes.io/docs/concepts/containers/images/#image-names
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Workload


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the digests that run under one reference."""
    found: dict[tuple[str, str], set[str]] = {}
    for running in workload.running:
        found.setdefault((running.container, running.image), set()).add(running.digest)
    for (container, image), digests in found.items():
        at = f"containers[{container}].running"
        known = digests - {""}
        if len(known) > 1:
            text = f"container {container} runs {len(known)} different images named {image}"
            yield Verdict(Outcome.FAIL, text, at)
        elif "" in digests:
            text = f"which image container {container} runs as {image}, its nodes do not say"
            yield Verdict(Outcome.UNKNOWN, text, at)
        else:
            yield Verdict(Outcome.PASS, f"container {container} runs one image named {image}", at)


CHECK = Check(
    id="patching.mixed_digests",
    title="Pods of one workload run different images",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PATCH-05", "CHG-01"),
)
