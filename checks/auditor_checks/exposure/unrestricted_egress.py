"""A network rule that lets everything out to everybody.

Why it matters
    A program that was broken into calls home, fetches its tools and carries data off. Where only
    the needed addresses and ports lead out, most of that fails and the attempt shows in the logs.

Verdicts
    FAIL for each rule that lets everything out: every protocol, or every port (1 to 65535) of TCP
    or UDP, to everybody. PASS when no rule does. UNKNOWN when that hangs on a part that could not
    be had. Network ACLs are not judged, because they must let answers out, nor are default groups,
    which should hold no rule at all (``exposure.default_security_group``).

How to mend it
    Let out only the ports, and where possible the addresses, that the programs call.

        resource "aws_vpc_security_group_egress_rule" "https" {
          security_group_id = aws_security_group.web.id
          cidr_ipv4         = "0.0.0.0/0"
          ip_protocol       = "tcp"
          from_port         = 443
          to_port           = 443
        }

    For the provider's own services use VPC endpoints and their prefix lists instead of addresses.

Sources
    Control traffic to your AWS resources using security groups, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
    VPC firewall rules, https://cloud.google.com/firewall/docs/firewalls
    NIST SP 800-41 Rev. 1, Guidelines on Firewalls and Firewall Policy, https://csrc.nist.gov/pubs/sp/800/41/r1/final
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Severity, Verdict, View
from auditor.facts import Firewall
from auditor_checks.exposure._rules import ExposureSettings, doors, judged, to_all_ports


def judge(firewall: Firewall, view: View[ExposureSettings]) -> Iterator[Verdict]:
    """Look for rules that keep nothing in."""
    if firewall.layer == "acl" or firewall.default:
        return
    found = doors(firewall, "out", to_all_ports, view.settings)
    yield from judged(firewall, found, "lets everything out to everybody", "limits what leaves")


CHECK = Check(
    id="exposure.unrestricted_egress",
    title="Everything may leave for everywhere",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=ExposureSettings,
    controls=("NET-01",),
    same_as=(
        "CKV_AWS_382",
        "AWS-0104",
        "AVD-AWS-0104",
        "aws-ec2-no-public-egress-sgr",
        "google-compute-no-public-egress",
        "GCP-0035",
        "AVD-GCP-0035",
        "AZU-0051",
        "AVD-AZU-0051",
    ),
)
