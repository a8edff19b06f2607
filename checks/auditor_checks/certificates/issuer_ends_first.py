"""A certificate that outlives the authority which issued it.

Why it matters
    From the day the authority ends, clients refuse everything it signed, whatever the dates of
    the certificates themselves say. Who watches only those is surprised by many outages at once.

Verdicts
    FAIL when the authority that signed it ends earlier than the certificate. PASS when it does not.
    UNKNOWN when either end could not be read. No verdict where the authority was not found, or
    where the certificate vouches for itself.

How to mend it
    Renew the authority, hand its new certificate to the clients, then have the leaves issued anew.

    cert-manager (an authority that is renewed in good time):

        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: internal-ca, namespace: cert-manager}
        spec:
          isCA: true
          commonName: internal-ca
          secretName: internal-ca
          duration: 87600h
          renewBefore: 43800h
          issuerRef: {name: bootstrap, kind: ClusterIssuer}

Sources
    RFC 5280, section 6.1.3 (Basic Certificate Processing), https://www.rfc-editor.org/rfc/rfc5280#section-6.1.3
    cert-manager documentation, CA issuer, https://cert-manager.io/docs/configuration/ca/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the end of a certificate with that of its authority."""
    end, issuer_ends = certificate.not_after, certificate.issuer_ends
    if end is None or issuer_ends is None:
        return
    for answer in (end, issuer_ends):
        if isinstance(answer, Unknown):
            yield Verdict(Outcome.UNKNOWN, answer.reason, "issuer_ends")
            return
    if isinstance(end, Unknown) or isinstance(issuer_ends, Unknown):
        return
    what = f"{certificate.subject} {certificate.name}"
    dates = f"it ends on {end:%Y-%m-%d}, its authority on {issuer_ends:%Y-%m-%d}"
    if issuer_ends < end:
        yield Verdict(Outcome.FAIL, f"{what} outlives its authority: {dates}", "issuer_ends")
    else:
        yield Verdict(Outcome.PASS, f"{what}: {dates}", "issuer_ends")


CHECK = Check(
    id="certificates.issuer_ends_first",
    title="Authority ends before what it issued",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-01", "CERT-06"),
)
