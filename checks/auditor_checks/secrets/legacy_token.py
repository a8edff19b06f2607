"""A service account token that lies in a Secret and never ends.

Why it matters
    Tokens of this kind are valid until somebody deletes them, are bound to no pod, and are read by
    whoever may read Secrets. Kubernetes has given pods tokens that end by themselves since 1.22.

Verdicts
    FAIL for every Secret of the type ``kubernetes.io/service-account-token``, with the day of its
    last use where the cluster records it. PASS when the cluster has made it invalid. UNKNOWN when
    the type could not be read. Other Secrets are not judged.

How to mend it
    Ask for a token that ends, and delete the Secret once nobody uses it.

        kubectl create token ci --namespace shop --duration 1h

    The label ``kubernetes.io/legacy-token-last-used`` says whether somebody does. In pods mount a
    projected token with ``expirationSeconds``.

Sources
    Managing service accounts: long-lived tokens, https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import SecretObject, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.secrets._objects import TOKEN

_INVALID = "kubernetes.io/legacy-token-invalid-since"


def judge(secret: SecretObject, view: View[Settings]) -> Iterator[Verdict]:
    """Judge Secrets of the type of tokens."""
    if isinstance(secret.type, Unknown):
        yield Verdict(Outcome.UNKNOWN, secret.type.reason, "type")
        return
    if secret.type != TOKEN:
        return
    of = f" of service account {secret.service_account}" if secret.service_account else ""
    text = f"Secret {secret.name} holds a lasting token{of}"
    if secret.labels.get(_INVALID):
        yield Verdict(Outcome.PASS, f"{text}, which the cluster has made invalid", "type")
    elif secret.last_used is None:
        yield Verdict(Outcome.FAIL, f"{text}; no use of it is recorded", "type")
    else:
        days = counted(age_days(secret.last_used, view.moment), "day")
        yield Verdict(Outcome.FAIL, f"{text}, last used {days} ago", "type")


CHECK = Check(
    id="secrets.legacy_token",
    title="Service account token never ends",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=SecretObject,
    judge=judge,
    controls=("SECR-03", "ACC-03"),
)
