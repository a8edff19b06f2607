"""A listener that presents the certificate which the provider shares among its customers.

Why it matters
    The name in it is the provider's, so clients cannot tell your service from any other
    customer's. With the shared certificate the provider also fixes the lowest version of TLS:
    CloudFront then accepts TLS 1.0 whatever else is configured.

Verdicts
    FAIL when the provider's default certificate is in use; PASS when a certificate of your own
    is; UNKNOWN when the choice hangs on a value that could not be had.

How to mend it
    Give the distribution a certificate for your own domain.

    AWS (for CloudFront the certificate has to be in us-east-1):

        resource "aws_cloudfront_distribution" "site" {
          aliases = ["www.example.com"]
          viewer_certificate {
            acm_certificate_arn      = aws_acm_certificate.www.arn
            ssl_support_method       = "sni-only"
            minimum_protocol_version = "TLSv1.2_2021"
          }
        }

Sources
    CloudFront: use alternate domain names and HTTPS, https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-alternate-domain-names.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, unwanted
from auditor.facts import TlsListener


def judge(listener: TlsListener, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``default_certificate``."""
    yield from unwanted(
        listener.default_certificate,
        "default_certificate",
        f"{listener.subject} presents a certificate of its own",
        f"{listener.subject} presents the provider's shared certificate",
    )


CHECK = Check(
    id="certificates.default_certificate",
    title="The provider's shared certificate is presented",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=TlsListener,
    judge=judge,
    controls=("CERT-05",),
    same_as=(
        "CKV2_AWS_42",
        "cloudfront_distributions_custom_ssl_certificate",
        "kics:Vulnerable Default SSL Certificate",
    ),
)
