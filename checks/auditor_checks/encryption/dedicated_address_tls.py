"""A distribution that pays for addresses of its own to serve clients without SNI.

Why it matters
    Nearly every client of the last fifteen years sends the server's name; those that do not speak
    no safe version of TLS either. The dedicated addresses cost several hundred dollars a month and
    keep such clients welcome.

Verdicts
    PASS when TLS is served by server name only; FAIL when by dedicated addresses. Distributions
    with CloudFront's own certificate are not judged. UNKNOWN when the answer could not be had.

How to mend it
    Serve TLS by server name (SNI) only.

    In the distribution's configuration set ``ViewerCertificate.SSLSupportMethod`` to ``sni-only``
    and send it with ``aws cloudfront update-distribution``; in Terraform it is
    ``ssl_support_method`` in ``viewer_certificate``.

Sources
    Serving HTTPS requests with CloudFront, https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-https-dedicated-ip-or-sni.html
    RFC 6066 section 3 (Server Name Indication), https://www.rfc-editor.org/rfc/rfc6066
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "sni_only",
    id="encryption.dedicated_address_tls",
    title="TLS is served from a dedicated address",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="serves TLS by name",
    bad="serves TLS from addresses of its own, for clients that send no name",
    controls=("CERT-05",),
    same_as=("cloudfront_distributions_https_sni_enabled",),
)
