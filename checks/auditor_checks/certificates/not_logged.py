"""A public certificate that is in no transparency log.

Why it matters
    Browsers show an error for it. And the logs are how an owner learns that somebody else got a
    certificate for his name: whoever keeps his own out of them stops looking.

Verdicts
    PASS when the certificate is recorded in public logs; FAIL when its owner opted out; UNKNOWN
    when the choice could not be had. Imported and private certificates are not judged.

How to mend it
    Ask for a new certificate, and put it in the old one's place.

    AWS has recorded all public certificates since 12 June 2026, when opting out ended; only those
    issued before can be missing, until they are renewed or replaced.

Sources
    RFC 9162 (Certificate Transparency), https://www.rfc-editor.org/rfc/rfc9162
    CertificateOptions (AWS Certificate Manager), https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateOptions.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "certificate_transparency",
    id="certificates.not_logged",
    title="Certificate is in no transparency log",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="is recorded in transparency logs",
    bad="is kept out of transparency logs",
    controls=("CERT-04",),
    same_as=("acm_certificates_transparency_logs_enabled",),
)
