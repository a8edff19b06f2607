"""One private key that serves several certificates in several places.

Why it matters
    The key is as safe as the least safe place that holds it. Once it leaks, all those
    certificates have to be replaced at the same time, and the list of places is rarely complete.

Verdicts
    FAIL when another certificate, elsewhere in this run and still in force, has the same public
    key. PASS when none has. UNKNOWN when one has and this one may be an authority, where cross
    signing makes it normal. The same certificate in several places is not meant, and neither are
    authorities, ended certificates, and those whose key could not be read.

How to mend it
    Make a key for each certificate in the place where it is used, and never copy it elsewhere.

    Terraform (tls provider):

        resource "tls_private_key" "service" {
          for_each  = toset(["www", "api"])
          algorithm = "ECDSA"
        }

    With an ACME client turn off the reuse of keys at renewal.

Sources
    NIST SP 800-57 Part 1 Rev. 5, section 5.2 (Key Usage), https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
    NIST SP 1800-16 (TLS Server Certificate Management), https://csrc.nist.gov/pubs/sp/1800/16/final
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Certificate, Unknown

_SHOWN = 3


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Look for another certificate in force elsewhere that has the same key."""
    if not certificate.key_fingerprint or not certificate.fingerprint:
        return
    if certificate.authority is True or _ended(certificate, view):
        return
    what = f"{certificate.subject} {certificate.name}"
    sharers = sorted(
        {
            f"{other.name} ({other.origin.address})"
            for other in view.by(Certificate, _key).get(certificate.key_fingerprint, ())
            if _is_another(certificate, other) and not _ended(other, view)
        }
    )
    if not sharers:
        yield Verdict(Outcome.PASS, f"{what} has a key of its own", "key_fingerprint")
        return
    more = f" and {len(sharers) - _SHOWN} more" if len(sharers) > _SHOWN else ""
    message = f"{what} has the same key as {', '.join(sharers[:_SHOWN])}{more}"
    if isinstance(certificate.authority, Unknown):
        message = f"{message}, which an authority may: {certificate.authority.reason}"
        yield Verdict(Outcome.UNKNOWN, message, "key_fingerprint")
    else:
        yield Verdict(Outcome.FAIL, message, "key_fingerprint")


def _key(certificate: Certificate) -> str | None:
    return certificate.key_fingerprint


def _is_another(one: Certificate, other: Certificate) -> bool:
    """Whether these are different certificates in different places."""
    return (
        other.fingerprint is not None
        and one.fingerprint != other.fingerprint
        and (one.origin.scope, one.origin.address) != (other.origin.scope, other.origin.address)
    )


def _ended(certificate: Certificate, view: View[Settings]) -> bool:
    end = certificate.not_after
    return end is not None and not isinstance(end, Unknown) and end < view.moment


CHECK = Check(
    id="certificates.shared_key",
    title="Private key is shared by several certificates",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-02",),
    also=(Certificate,),
    span=Span.RUN,
)
