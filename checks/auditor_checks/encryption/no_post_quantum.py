"""A connection or authority whose keys rest on classical mathematics alone.

Why it matters
    Traffic recorded today can be read on the day a large quantum computer exists. For data that
    stays secret for ten years that day may be early enough. Hybrid key agreement (ML-KEM beside an
    elliptic curve) costs a little more handshake and loses nothing if the new mathematics fails.

Verdicts
    PASS when the policy or algorithm named is a post-quantum one; FAIL when it is classical only.
    UNKNOWN when the answer could not be had.

How to mend it
    Choose a policy that holds post-quantum key agreement beside the classical one.

    For a load balancer: ``aws elbv2 modify-listener --listener-arn ARN --ssl-policy
    ELBSecurityPolicy-TLS13-1-2-PQ-2025-09``; in Terraform the argument is ``ssl_policy`` of
    ``aws_lb_listener``. Transfer servers take a ``security_policy_name`` with post-quantum key
    exchange. Clients that know only classical keys go on to connect.

Sources
    Post-quantum cryptography (AWS), https://aws.amazon.com/security/post-quantum-cryptography/
    NIST FIPS 203 Module-Lattice-Based Key-Encapsulation Mechanism Standard, https://csrc.nist.gov/pubs/fips/203/final
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "post_quantum",
    id="encryption.no_post_quantum",
    title="Connections do not withstand quantum computers",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="negotiates keys that withstand quantum computers",
    bad="negotiates keys that a quantum computer could recover",
    controls=("CERT-05",),
    same_as=(
        "acmpca_certificate_authority_pqc_key_algorithm",
        "apigateway_domain_name_pqc_tls_enabled",
        "cloudfront_distributions_pqc_tls_enabled",
        "elbv2_listener_pqc_tls_enabled",
        "rolesanywhere_trust_anchor_pqc_pki",
        "transfer_server_pqc_ssh_kex_enabled",
    ),
)
