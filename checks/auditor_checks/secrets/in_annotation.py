"""An annotation with a secret in it.

Why it matters
    Annotations are metadata: whoever may see that an object is there sees them, they are copied to
    logs and metrics, and tools that leave out the contents of Secrets show them all the same.

Verdicts
    FAIL for each annotation that holds what looks like a key, a token or a password. PASS when they
    were searched and nothing was found. UNKNOWN when a part could not be searched. Annotations in
    which nothing suspicious was found are not listed one by one. The last-applied annotation of
    Secrets is the matter of ``secrets.in_last_applied``.

How to mend it
    Revoke the secret, and name the Secret that holds the new one in the annotation instead.

        metadata:
          annotations:
            nginx.ingress.kubernetes.io/auth-secret: basic-auth

Sources
    Annotations, https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_annotation",
    title="Secret in an annotation",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("annotation"),
    controls=("SECR-01",),
)
