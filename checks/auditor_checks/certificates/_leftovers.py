"""Whom the end of a certificate concerns: its users, or nobody any more."""

from __future__ import annotations

from auditor.facts import Certificate

_SHOWN = 3


def leftover(certificate: Certificate) -> str:
    """Say why a certificate's end concerns nobody; empty when it does, or may.

    What is known to be used is never left over, and what has no successor is only when everything
    that could use it was looked at.
    """
    if certificate.in_use is True:
        return ""
    if certificate.successor:
        return f"{certificate.successor} has a later one for the same names"
    return "nothing that was read uses it" if certificate.in_use is False else ""


def users(certificate: Certificate) -> str:
    """Name those that a certificate's end concerns, where they were looked for: ``; used by …``."""
    named = certificate.in_use_by
    if certificate.in_use is None or not named:
        return ""
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return f"; it lies in or is used by {', '.join(named[:_SHOWN])}{more}"
