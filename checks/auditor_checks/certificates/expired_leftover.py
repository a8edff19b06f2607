"""An ended certificate that nothing uses any more.

Why it matters
    Nobody is cut off by it, but its Secret still holds a private key, alarms on expiry ring for
    it, and it is easily picked up again by the next Ingress that needs a Secret of that name.

Verdicts
    FAIL for an ended certificate that nothing uses, or that a later one for the same names has
    replaced while no use of it is known. PASS for one in force. UNKNOWN when the end of validity
    could not be had. NOT APPLICABLE to an ended one that is used or may be used: that is the
    matter of ``certificates.expired``. Only certificates whose users were looked for are judged.

How to mend it
    Delete the Secret or the entry of the bundle that holds it.

        kubectl --namespace shop delete secret old-web-tls

    If a program reads it through the API, let it read the one that took over.

Sources
    Kubernetes documentation, TLS Secrets, https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
    NIST SP 1800-16 (TLS Server Certificate Management), https://csrc.nist.gov/pubs/sp/1800/16/final
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown
from auditor_checks.certificates._leftovers import leftover


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Look for ended certificates among those whose users were looked for."""
    end = certificate.not_after
    if end is None or (certificate.in_use is None and not certificate.successor):
        return
    if isinstance(end, Unknown):
        yield Verdict(Outcome.UNKNOWN, end.reason, "not_after")
        return
    what = f"{certificate.subject} {certificate.name}"
    if end >= view.moment:
        yield Verdict(Outcome.PASS, f"{what} is valid until {end:%Y-%m-%d}", "not_after")
        return
    reason = leftover(certificate)
    if reason:
        message = f"{what} ended on {end:%Y-%m-%d} and still lies about: {reason}"
        yield Verdict(Outcome.FAIL, message, "not_after")
    else:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{what} ended and may be used", "not_after")


CHECK = Check(
    id="certificates.expired_leftover",
    title="Ended certificate is left lying about",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-02",),
)
