"""Network firewalls: planted faults beside their clean twins."""

from __future__ import annotations

from typing import Any

import pytest

from auditor_aws.testing import ACCOUNT, Server

ID = "00000000-0000-4000-8000-000000000000"
ARN = f"arn:aws:network-firewall:us-east-1:{ACCOUNT}"


class Walls:
    """Firewalls and policies that moto lacks, and two VPCs that something stands in."""

    def __init__(self, aws: Server) -> None:
        self.ec2 = aws.client("ec2")
        self.firewalls: dict[str, dict[str, Any]] = {}
        self.logged: set[str] = set()
        self.policies: dict[str, dict[str, Any]] = {}
        aws.stub(
            "network-firewall",
            "ListFirewalls",
            lambda *_: {"Firewalls": [{"FirewallArn": arn} for arn in self.firewalls]},
        )
        aws.stub(
            "network-firewall",
            "DescribeFirewall",
            lambda asked, *_: {"Firewall": self.firewalls[asked["FirewallArn"]]},
        )
        aws.stub("network-firewall", "DescribeLoggingConfiguration", self._logs)
        aws.stub(
            "network-firewall",
            "ListFirewallPolicies",
            lambda *_: {"FirewallPolicies": [{"Arn": arn} for arn in self.policies]},
        )
        aws.stub("network-firewall", "DescribeFirewallPolicy", self._policy)

    def _logs(self, asked: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        target = {
            "LogType": "FLOW",
            "LogDestinationType": "S3",
            "LogDestination": {"bucketName": "logs"},
        }
        targets = [target] if asked["FirewallArn"] in self.logged else []
        return {"LoggingConfiguration": {"LogDestinationConfigs": targets}}

    def _policy(self, asked: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        arn = asked["FirewallPolicyArn"]
        about = {
            "FirewallPolicyName": arn.rpartition("/")[2],
            "FirewallPolicyArn": arn,
            "FirewallPolicyId": ID,
        }
        return {
            "UpdateToken": "1",
            "FirewallPolicyResponse": about,
            "FirewallPolicy": self.policies[arn],
        }

    def vpc(self, block: str, used: bool = True) -> str:
        name = self.ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"]
        if used:
            subnet = self.ec2.create_subnet(VpcId=name, CidrBlock=block)["Subnet"]["SubnetId"]
            self.ec2.create_network_interface(SubnetId=subnet)
        return str(name)

    def firewall(self, name: str, vpc: str, subnets: int, guarded: bool, logged: bool) -> None:
        arn = f"{ARN}:firewall/{name}"
        self.firewalls[arn] = {
            "FirewallPolicyArn": f"{ARN}:firewall-policy/any",
            "VpcId": vpc,
            "SubnetMappings": [{"SubnetId": f"subnet-{n}"} for n in range(subnets)],
            "DeleteProtection": guarded,
            "FirewallId": ID,
        }
        if logged:
            self.logged.add(arn)

    def policy(self, name: str, full: str, fragmented: str, rules: bool) -> None:
        rule = {"ResourceArn": f"{ARN}:stateful-rulegroup/web"}
        self.policies[f"{ARN}:firewall-policy/{name}"] = {
            "StatelessDefaultActions": [full],
            "StatelessFragmentDefaultActions": [fragmented],
            "StatefulRuleGroupReferences": [rule] if rules else [],
        }


@pytest.fixture
def walls(aws: Server) -> Walls:
    return Walls(aws)


def test_firewalls(walls: Walls, audited: Any) -> None:
    guarded, bare, _ = (
        walls.vpc("10.0.0.0/16"),
        walls.vpc("10.1.0.0/16"),
        walls.vpc("10.2.0.0/16", used=False),
    )
    walls.firewall("weak", guarded, 1, guarded=False, logged=False)
    walls.firewall("firm", guarded, 2, guarded=True, logged=True)
    audit = audited("networkfirewall")
    assert not audit.gaps
    expected = {"weak": "fail", "firm": "pass"}
    for check in (
        "resilience.deletion_unguarded",
        "resilience.one_zone",
        "logging.service_logs_disabled",
    ):
        assert audit.verdicts(check) == expected, check
    assert audit.verdicts("exposure.no_network_firewall") == {guarded: "pass", bare: "fail"}
    assert "not collected" not in str(audit.facts)


@pytest.mark.parametrize(
    ("operation", "check", "expected"),
    [
        (
            "network-firewall:DescribeLoggingConfiguration",
            "logging.service_logs_disabled",
            {"weak": "unknown"},
        ),
        ("network-firewall:DescribeFirewall", "resilience.one_zone", {}),
        ("network-firewall:DescribeFirewall", "exposure.no_network_firewall", "unknown"),
        ("network-firewall:ListFirewalls", "exposure.no_network_firewall", "unknown"),
        ("ec2:DescribeSubnets", "exposure.no_network_firewall", "unknown"),
    ],
)
def test_what_is_refused_is_unknown(
    aws: Server, walls: Walls, audited: Any, operation: str, check: str, expected: Any
) -> None:
    vpc = walls.vpc("10.0.0.0/16")
    walls.firewall("weak", vpc, 1, guarded=False, logged=False)
    with aws.faulty(operation, "denied"):
        audit = audited("networkfirewall")
    found = audit.verdicts(check)
    if expected == "unknown":
        assert set(found.values()) == {"unknown"}
    else:
        assert found == expected
    assert [gap.address for gap in audit.gaps] == [operation]


def test_policies(walls: Walls, audited: Any) -> None:
    walls.policy("open", "aws:pass", "aws:pass", rules=False)
    walls.policy("strict", "aws:forward_to_sfe", "aws:drop", rules=True)
    walls.policy("half", "aws:drop", "aws:pass", rules=True)
    audit = audited("networkfirewall")
    assert audit.verdicts("exposure.filter_without_rules") == {
        "open": "fail",
        "strict": "pass",
        "half": "pass",
    }
    defaults = [
        (finding.resource.rpartition("/")[2], finding.verdict)
        for finding in audit.findings
        if finding.check == "exposure.passes_by_default"
    ]
    assert sorted(defaults) == [
        ("half", "fail"),
        ("half", "pass"),
        ("open", "fail"),
        ("open", "fail"),
        ("strict", "pass"),
        ("strict", "pass"),
    ]
