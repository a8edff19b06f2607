"""A Secret whose values stand in its annotations too.

Why it matters
    ``kubectl apply`` keeps a copy of what it was given in an annotation, values and all. Tools that
    ask for metadata only, so as not to see secrets, are given them all the same, and a copy of the
    old value stays when another tool rotates the secret.

Verdicts
    FAIL when the last-applied annotation of the Secret holds data; PASS when it does not.
    UNKNOWN when the annotation was not read.

How to mend it
    Make the Secret with server-side apply or a controller, and take the annotation off.

        kubectl annotate secret database kubectl.kubernetes.io/last-applied-configuration-
        kubectl apply --server-side -f secret.yaml

    Then rotate the value: it has been shown to everybody who could read the metadata.

Sources
    Server-Side Apply, https://kubernetes.io/docs/reference/using-api/server-side-apply/
    Well-known labels, annotations and taints, https://kubernetes.io/docs/reference/labels-annotations-taints/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import SecretObject, Unknown


def judge(secret: SecretObject, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the last-applied annotation."""
    at = "in_annotation"
    if isinstance(secret.in_annotation, Unknown):
        yield Verdict(Outcome.UNKNOWN, secret.in_annotation.reason, at)
    elif secret.in_annotation:
        text = f"Secret {secret.name} has its values in the last-applied annotation"
        yield Verdict(Outcome.FAIL, text, at)
    else:
        yield Verdict(Outcome.PASS, f"Secret {secret.name} has no values in annotations", at)


CHECK = Check(
    id="secrets.in_last_applied",
    title="Secret's values stand in an annotation",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=SecretObject,
    judge=judge,
    controls=("SECR-02",),
)
