"""A certificate whose key is too short or of an abandoned kind.

Why it matters
    Whoever can compute the private key from the public one can be you: impersonate the service,
    and read recorded traffic where no forward secrecy was used. Public authorities stopped
    signing such keys years ago, so those that are left sit in private corners.

Verdicts
    FAIL for RSA keys below ``minimum_rsa_bits`` (2048), elliptic curve keys below
    ``minimum_ec_bits`` (256) and every DSA key. PASS for longer ones and for Ed25519 and Ed448.
    UNKNOWN when algorithm or length could not be had, or when there is no rule for the algorithm.

How to mend it
    Make a new key of an accepted kind and have a new certificate issued for it.

    Terraform (tls provider):

        resource "tls_private_key" "service" {
          algorithm   = "ECDSA"
          ecdsa_curve = "P256"
        }

    AWS:

        resource "aws_acm_certificate" "www" {
          domain_name   = "www.example.com"
          key_algorithm = "EC_prime256v1"
        }

Sources
    NIST SP 800-131A Rev. 2, https://csrc.nist.gov/pubs/sp/800/131/a/r2/final
    NIST SP 800-57 Part 1 Rev. 5, table 2, https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
    CA/Browser Forum Baseline Requirements, section 6.1.5, https://cabforum.org/working-groups/server/baseline-requirements/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown


class WeakKeySettings(Settings, frozen=True, kw_only=True):
    """The shortest keys that are strong enough, in bits."""

    minimum_rsa_bits: int = 2048
    minimum_ec_bits: int = 256


_ALWAYS_STRONG = ("Ed25519", "Ed448")
_ALWAYS_WEAK = ("DSA",)


def judge(certificate: Certificate, view: View[WeakKeySettings]) -> Iterator[Verdict]:
    """Weigh algorithm and length of the key."""
    algorithm, bits = certificate.key_algorithm, certificate.key_bits
    if algorithm is None:
        return
    if isinstance(algorithm, Unknown):
        yield Verdict(Outcome.UNKNOWN, algorithm.reason, "key_algorithm")
        return
    what = f"{certificate.subject} {certificate.name}"
    if algorithm in _ALWAYS_STRONG:
        yield Verdict(Outcome.PASS, f"{what} has an {algorithm} key", "key_algorithm")
        return
    if algorithm in _ALWAYS_WEAK:
        yield Verdict(Outcome.FAIL, f"{what} has a key of kind {algorithm}", "key_algorithm")
        return
    minimum = {
        "RSA": view.settings.minimum_rsa_bits,
        "EC": view.settings.minimum_ec_bits,
    }.get(algorithm)
    if minimum is None:
        reason = f"{what} has a key of kind {algorithm}, for which there is no rule"
        yield Verdict(Outcome.UNKNOWN, reason, "key_algorithm")
    elif isinstance(bits, Unknown):
        yield Verdict(Outcome.UNKNOWN, bits.reason, "key_bits")
    elif bits is None:
        yield Verdict(Outcome.UNKNOWN, f"{what} does not tell the length of its key", "key_bits")
    else:
        message = f"{what} has an {algorithm} key of {bits} bits"
        outcome = Outcome.FAIL if bits < minimum else Outcome.PASS
        yield Verdict(outcome, f"{message}; at least {minimum} are wanted", "key_bits")


CHECK = Check(
    id="certificates.weak_key",
    title="Certificate has a weak key",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Certificate,
    settings=WeakKeySettings,
    judge=judge,
    controls=("CERT-04",),
    same_as=(
        "acm_certificates_with_secure_key_algorithms",
        "kics:Certificate RSA Key Bytes Lower Than 256",
    ),
)
