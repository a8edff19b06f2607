"""An endpoint that does not insist on cryptographic modules validated under FIPS 140.

Why it matters
    Contracts with authorities of the United States, and some of banks, ask for validated modules.
    Nobody else is safer by it; waive the check where no such contract exists.

Verdicts
    PASS when the security policy named is a FIPS one; FAIL when it is another. UNKNOWN when the
    answer could not be had.

How to mend it
    Choose the FIPS edition of the security policy where a contract asks for it.

    For a load balancer: ``aws elbv2 modify-listener --listener-arn ARN --ssl-policy
    ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04``. For a Transfer server: ``aws transfer update-server
    --server-id ID --security-policy-name TransferSecurityPolicy-FIPS-2024-01``.

Sources
    Federal Information Processing Standard (FIPS) 140-3 at AWS, https://aws.amazon.com/compliance/fips/
    Security policies for AWS Transfer Family servers, https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "validated_cryptography",
    id="encryption.no_validated_cryptography",
    title="Cryptography is not FIPS-validated",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="uses FIPS-validated cryptography only",
    bad="uses cryptography that is not limited to FIPS-validated modules",
    controls=("CERT-05",),
    same_as=(
        "elbv2_listener_fips_tls_enabled",
        "transfer_server_fips_security_policy_enabled",
    ),
)
