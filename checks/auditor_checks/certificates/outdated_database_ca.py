"""A database whose server certificate comes from an authority that has expired.

Why it matters
    Clients that verify the server cannot connect any more. Those that still connect do not
    verify, so anybody on the path can pose as the database. The authority rds-ca-2019 expired in
    August 2024.

Verdicts
    FAIL when the instance names an authority that has expired; PASS when it names a current one or
    leaves the choice to the provider; UNKNOWN when the name hangs on a value that could not be
    had.

How to mend it
    Move the instance to a current authority once the clients know its root.

    AWS:

        resource "aws_db_instance" "main" {
          ca_cert_identifier = "rds-ca-rsa2048-g1"
        }

    Give clients the provider's bundle of roots first. Some engines restart when the certificate
    changes.

Sources
    Rotating your SSL/TLS certificate (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "database_ca_current",
    id="certificates.outdated_database_ca",
    title="Database certificate is from an expired authority",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="has a certificate from a current authority",
    bad="has a certificate from an authority that has expired",
    controls=("CERT-01",),
    same_as=(
        "CKV_AWS_211",
        "rds_instance_certificate_expiration",
        "kics:CA Certificate Identifier Is Outdated",
    ),
)
