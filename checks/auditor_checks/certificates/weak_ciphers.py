"""A listener whose own list of ciphers has broken ones on it.

Why it matters
    What RC4, DES, triple DES, export and null ciphers protect can be read, the last at once and
    the others with means that anybody can rent; anonymous ones do not prove who answers. One on
    the list is enough, because an attacker may steer a client towards it.

Verdicts
    FAIL when a broken cipher is switched on by name; PASS when ciphers are listed and none is
    broken; UNKNOWN when a switch hangs on a value that could not be had. Ready-made policies are
    judged by ``certificates.outdated_tls``.

How to mend it
    Name a ready-made policy instead of a list of your own.

        resource "aws_load_balancer_policy" "tls" {
          load_balancer_name = aws_elb.web.name
          policy_name        = "tls"
          policy_type_name   = "SSLNegotiationPolicyType"

          policy_attribute {
            name  = "Reference-Security-Policy"
            value = "ELBSecurityPolicy-TLS-1-2-2017-01"
          }
        }

Sources
    RFC 7465 (Prohibiting RC4), https://www.rfc-editor.org/rfc/rfc7465
    RFC 9325 (Recommendations for Secure Use of TLS), section 4.1, https://www.rfc-editor.org/rfc/rfc9325
    Predefined SSL security policies for Classic Load Balancers, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "strong_ciphers",
    id="certificates.weak_ciphers",
    title="Broken ciphers are accepted",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="lists no broken cipher",
    bad="lists a broken cipher",
    controls=("CERT-05",),
    same_as=(
        "elb_insecure_ssl_ciphers",
        "kics:ELB Using Weak Ciphers",
    ),
)
