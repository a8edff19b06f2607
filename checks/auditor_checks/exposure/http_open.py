"""A network rule that lets everybody reach plain HTTP.

Why it matters
    What travels over port 80 can be read and changed on the way. Where it is open only to send
    visitors on to HTTPS, the load balancer is the place for it, not every machine behind.

Verdicts
    FAIL for each rule that lets everybody in to TCP port 80, alone, within a range or among all
    protocols. PASS when no rule does. UNKNOWN when that hangs on a port, protocol, peer or rule
    that could not be had. An address block with a prefix shorter than ``widest_ipv4`` (8) or
    ``widest_ipv6`` (16) counts as everybody, so that ``0.0.0.0/1`` does not slip by. Where rules
    have an order, a denial for everybody that comes first closes the port.

How to mend it
    Offer HTTPS only.

    AWS:

        resource "aws_vpc_security_group_ingress_rule" "https" {
          security_group_id = aws_security_group.web.id
          cidr_ipv4         = "0.0.0.0/0"
          ip_protocol       = "tcp"
          from_port         = 443
          to_port           = 443
        }

    Where a load balancer sends visitors on from port 80 to HTTPS, accept that by a waiver.

Sources
    Control traffic to your AWS resources using security groups, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
    RFC 6797, HTTP Strict Transport Security, https://www.rfc-editor.org/rfc/rfc6797
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Severity, Verdict, View
from auditor.facts import Firewall
from auditor_checks.exposure._rules import ExposureSettings, judge_port


def judge(firewall: Firewall, view: View[ExposureSettings]) -> Iterator[Verdict]:
    """Look for rules that open port 80."""
    yield from judge_port(firewall, view.settings, 80, "HTTP")


CHECK = Check(
    id="exposure.http_open",
    title="Plain HTTP is open to the internet",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=ExposureSettings,
    controls=("NET-01",),
    same_as=(
        "CKV_AWS_260",
        "CKV_GCP_106",
        "CKV_AZURE_160",
        "kics:HTTP Port Open To Internet",
        "GCP-0027",
        "AVD-GCP-0027",
        "AZU-0047",
        "AVD-AZU-0047",
    ),
)
