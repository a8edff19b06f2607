"""A certificate signed over a hash for which collisions can be made.

Why it matters
    Whoever finds two certificates with the same hash can carry the signature of one over to the
    other, and be believed under a name that is not theirs. For MD5 it was done in 2008 against a
    real authority; for SHA-1 a collision is a matter of rented hardware. Clients refuse both.

Verdicts
    FAIL for MD2, MD4, MD5 and SHA-1 (setting ``refused``). PASS for other hashes, and for
    signatures without one. NOT APPLICABLE for a root, whose signature of itself is not what makes
    it trusted. UNKNOWN when the algorithm could not be had, or when it is weak and whether the
    certificate is a root could not be found out.

How to mend it
    Have the certificate issued anew with SHA-256, and make that the authority's default.

    AWS:

        resource "aws_acmpca_certificate_authority" "internal" {
          certificate_authority_configuration {
            key_algorithm     = "EC_prime256v1"
            signing_algorithm = "SHA256WITHECDSA"
            subject {
              common_name = "Internal CA"
            }
          }
        }

Sources
    RFC 6194 (SHA-1), https://www.rfc-editor.org/rfc/rfc6194
    RFC 6151 (MD5), https://www.rfc-editor.org/rfc/rfc6151
    RFC 9155 (MD5 and SHA-1 signatures in TLS), https://www.rfc-editor.org/rfc/rfc9155
    CA/Browser Forum Baseline Requirements, section 7.1.3.2, https://cabforum.org/working-groups/server/baseline-requirements/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown


class WeakSignatureSettings(Settings, frozen=True, kw_only=True):
    """Hashes for which collisions can be made."""

    refused: tuple[str, ...] = ("md2", "md4", "md5", "sha1")


def judge(certificate: Certificate, view: View[WeakSignatureSettings]) -> Iterator[Verdict]:
    """Weigh the hash of the signature, unless nobody verifies it."""
    algorithm = certificate.signature_algorithm
    if algorithm is None:
        return
    if isinstance(algorithm, Unknown):
        yield Verdict(Outcome.UNKNOWN, algorithm.reason, "signature_algorithm")
        return
    message = f"{certificate.subject} {certificate.name} is signed with {algorithm}"
    if algorithm not in view.settings.refused:
        yield Verdict(Outcome.PASS, message, "signature_algorithm")
        return
    root = (certificate.authority, certificate.self_signed)
    reasons = [answer.reason for answer in root if isinstance(answer, Unknown)]
    if all(root) and not reasons:
        message = f"{message}, which nobody verifies on a root"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "signature_algorithm")
    elif all(root):
        message = f"{message}, and whether it is a root is not known: {reasons[0]}"
        yield Verdict(Outcome.UNKNOWN, message, "signature_algorithm")
    else:
        yield Verdict(Outcome.FAIL, message, "signature_algorithm")


CHECK = Check(
    id="certificates.weak_signature",
    title="Certificate is signed with a broken hash",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Certificate,
    settings=WeakSignatureSettings,
    judge=judge,
    controls=("CERT-04",),
)
