"""A network rule that lets everybody in to everything.

Why it matters
    Such a rule switches the firewall off. Whatever listens on the machine, now or after the next
    update, is offered to the whole internet, including what was only meant for the neighbours.

Verdicts
    FAIL for each rule that lets everybody in by every protocol, or to every port (1 to 65535) of
    TCP or UDP. PASS when no rule does. UNKNOWN when that hangs on a part that could not be had.
    An address block with a prefix shorter than ``widest_ipv4`` (8) or ``widest_ipv6`` (16) counts
    as everybody, so that ``0.0.0.0/1`` does not slip by. Where rules have an order, a denial for
    everybody that comes first closes the port.

How to mend it
    Open the one port that the service offers, and no other.

    AWS:

        resource "aws_vpc_security_group_ingress_rule" "https" {
          security_group_id = aws_security_group.web.id
          cidr_ipv4         = "0.0.0.0/0"
          ip_protocol       = "tcp"
          from_port         = 443
          to_port           = 443
        }

    Google:

        resource "google_compute_firewall" "https" {
          network       = google_compute_network.main.id
          source_ranges = ["0.0.0.0/0"]

          allow {
            protocol = "tcp"
            ports    = ["443"]
          }
        }

Sources
    Control traffic to your AWS resources using security groups, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
    Control subnet traffic with network access control lists, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
    VPC firewall rules, https://cloud.google.com/firewall/docs/firewalls
    Network security groups, https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
    CIS AWS Foundations 3.0: 5.1, 5.2, 5.3; 5.0: 5.2, 5.3, 5.4, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Severity, Verdict, View
from auditor.facts import Firewall
from auditor_checks.exposure._rules import ExposureSettings, doors, judged, to_all_ports


def judge(firewall: Firewall, view: View[ExposureSettings]) -> Iterator[Verdict]:
    """Look for rules that leave nothing closed."""
    found = doors(firewall, "in", to_all_ports, view.settings)
    yield from judged(
        firewall, found, "opens all ports to everybody", "does not open all ports to everybody"
    )


CHECK = Check(
    id="exposure.all_ports_open",
    title="All ports are open to the internet",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=ExposureSettings,
    controls=("NET-01",),
    same_as=(
        "CKV2_GCP_12",
        "CKV_AWS_277",
        "CKV_AWS_352",
        "AWS-0102",
        "AWS-0107",
        "AVD-AWS-0102",
        "AVD-AWS-0107",
        "aws-ec2-no-public-ingress-sgr",
        "aws-ec2-no-excessive-port-access",
        "ec2_networkacl_allow_ingress_any_port",
        "ec2_securitygroup_allow_ingress_from_internet_to_all_ports",
        "kics:Unrestricted Security Group Ingress",
        "GCP-0072",
        "AVD-GCP-0072",
        "GCP-0027",
        "AVD-GCP-0027",
        "AZU-0047",
        "AVD-AZU-0047",
    ),
)
