"""Certificates that lie about after their time: nobody uses them, or another took over."""

from __future__ import annotations

from auditor.facts import Certificate


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
