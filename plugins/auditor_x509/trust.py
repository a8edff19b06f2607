"""Who issued whom, by names and signatures alone: nothing here asks what time it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.facts import Unknown

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

_LONGEST_PATH = 8


def issued(issuer: X509, certificate: X509) -> bool | Unknown:
    """Tell whether the first certificate's key signed the second one, under its name.

    Source: RFC 5280, section 6.1.3.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        if certificate.issuer != issuer.subject:
            return False
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, InvalidSignature):
        return False
    except (TypeError, UnsupportedAlgorithm):
        return Unknown("a signature of this kind cannot be verified here")
    return True


def verifies(
    certificate: X509, helpers: Sequence[X509], authorities: Sequence[X509]
) -> bool | Unknown:
    """Tell whether a path leads from a certificate to one of the authorities.

    :param helpers: intermediate certificates that come along. A certificate that is itself among
        the authorities is trusted, as Go and OpenSSL (partial chains) have it.
    """
    doubt: Unknown | None = None
    seen: list[X509] = []
    frontier = [certificate]
    for _ in range(_LONGEST_PATH):
        further: list[X509] = []
        for current in frontier:
            if current in authorities:
                return True
            answers = [issued(authority, current) for authority in authorities]
            if True in answers:
                return True
            doubt = doubt or next((item for item in answers if isinstance(item, Unknown)), None)
            seen.append(current)
            further += (
                helper
                for helper in helpers
                if helper not in seen and issued(helper, current) is True
            )
        frontier = further
    return False if doubt is None else doubt


def broken_link(chain: Sequence[X509]) -> str:
    """Say which certificate of a chain, leaf first, was not issued by the next one.

    Returns nothing when each was. A root that stands at the end is no fault, and neither is the
    leaf standing there twice.
    """
    for number, (certificate, issuer) in enumerate(pairwise(chain), 1):
        if certificate != issuer and issued(issuer, certificate) is False:
            return f"certificate {number + 1} of the chain did not issue certificate {number}"
    return ""
