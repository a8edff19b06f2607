"""A network rule that lets everybody reach the remote desktop.

Why it matters
    Remote desktop on the open internet is the usual way in for extortionists: passwords are
    guessed, and flaws in the service have let attackers in without any.

Verdicts
    FAIL for each rule that lets everybody in to TCP port 3389, alone, within a range or among all
    protocols. PASS when no rule does. UNKNOWN when that hangs on a port, protocol, peer or rule
    that could not be had. An address block with a prefix shorter than ``widest_ipv4`` (8) or
    ``widest_ipv6`` (16) counts as everybody, so that ``0.0.0.0/1`` does not slip by. Where rules
    have an order, a denial for everybody that comes first closes the port.

How to mend it
    Let in only the network of your administrators.

    AWS:

        resource "aws_vpc_security_group_ingress_rule" "office" {
          security_group_id = aws_security_group.admin.id
          cidr_ipv4         = "192.0.2.0/24"
          ip_protocol       = "tcp"
          from_port         = 3389
          to_port           = 3389
        }

    Google:

        resource "google_compute_firewall" "office" {
          network       = google_compute_network.main.id
          source_ranges = ["35.235.240.0/20"]

          allow {
            protocol = "tcp"
            ports    = ["3389"]
          }
        }

    Azure:

        resource "azurerm_network_security_rule" "office" {
          access                     = "Allow"
          direction                  = "Inbound"
          protocol                   = "Tcp"
          source_address_prefix      = "192.0.2.0/24"
          source_port_range          = "*"
          destination_address_prefix = "*"
          destination_port_range     = "3389"
        }

    A network ACL has to let answers back in on the ephemeral ports, and 3389 is one of them: deny
    it by a rule with a lower number.

    Without a port open to the internet, AWS Systems Manager Fleet Manager, Google Identity-Aware
    Proxy (whose addresses the block above lets in) and Azure Bastion carry the desktop behind a
    sign-in.

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
from auditor_checks.exposure._rules import ExposureSettings, judge_port


def judge(firewall: Firewall, view: View[ExposureSettings]) -> Iterator[Verdict]:
    """Look for rules that open port 3389."""
    yield from judge_port(firewall, view.settings, 3389, "RDP")


CHECK = Check(
    id="exposure.rdp_open",
    title="Remote desktop is open to the internet",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=ExposureSettings,
    controls=("NET-01",),
    same_as=(
        "CKV_AWS_25",
        "CKV_AWS_231",
        "CKV_AZURE_9",
        "CKV_GCP_3",
        "AWS-0105",
        "AWS-0107",
        "AVD-AWS-0105",
        "AVD-AWS-0107",
        "aws-ec2-no-public-ingress-sgr",
        "aws-ec2-no-public-ingress-acl",
        "google-compute-no-public-ingress",
        "azure-network-disable-rdp-from-internet",
        "ec2_networkacl_allow_ingress_tcp_port_3389",
        "ec2_instance_port_rdp_exposed_to_internet",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389",
        "kics:Network ACL With Unrestricted Access To RDP",
        "kics:Remote Desktop Port Open To Internet",
        "GCP-0070",
        "AVD-GCP-0070",
        "AZU-0048",
        "AVD-AZU-0048",
        "GCP-0027",
        "AVD-GCP-0027",
        "AZU-0047",
        "AVD-AZU-0047",
    ),
)
