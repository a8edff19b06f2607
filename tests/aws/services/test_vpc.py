"""Networks: planted faults beside their clean twins, and what refusals do to the verdicts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditor.facts import AccessPolicy, Firewall, Setting, Unknown
from auditor_aws.testing import ACCOUNT, Server

ANYWHERE = "0.0.0.0/0"


def tell_of_client_vpns(aws: Server, *endpoints: dict[str, Any]) -> None:
    """moto has no client VPN."""
    aws.stub("ec2", "DescribeClientVpnEndpoints", {"ClientVpnEndpoints": list(endpoints)})


@pytest.fixture(autouse=True)
def no_client_vpns(aws: Server) -> None:
    tell_of_client_vpns(aws)


def networks(aws: Server) -> tuple[Any, str, str]:
    """Return a client and two VPCs, beside the default one."""
    ec2 = aws.client("ec2")
    made = [ec2.create_vpc(CidrBlock=f"10.{n}.0.0/16")["Vpc"]["VpcId"] for n in (0, 1)]
    return ec2, made[0], made[1]


def of(found: dict[str, str], *names: str) -> list[str]:
    """Return the verdicts of some things; moto has others."""
    return [found[name] for name in names]


def test_only_logs_of_the_whole_network_that_are_delivered_count(aws: Server, audited: Any) -> None:
    ec2, silent, logged = networks(aws)
    broken = ec2.create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"]
    part = ec2.create_subnet(VpcId=silent, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]

    def log(name: str, state: str = "SUCCESS") -> dict[str, Any]:
        return {"ResourceId": name, "FlowLogStatus": "ACTIVE", "DeliverLogsStatus": state}

    logs = [log(logged), log(part), log(broken, "FAILED")]
    aws.stub("ec2", "DescribeFlowLogs", {"FlowLogs": logs})
    verdicts = audited("vpc").verdicts("logging.flow_logs_disabled")
    assert of(verdicts, silent, logged, broken) == ["fail", "pass", "fail"]
    with aws.faulty("ec2:DescribeFlowLogs", "denied"):
        audit = audited("vpc")
    verdicts = audit.verdicts("logging.flow_logs_disabled")
    assert of(verdicts, silent, logged, broken) == ["unknown"] * 3
    assert [gap.address for gap in audit.gaps] == ["ec2:DescribeFlowLogs"]


def test_subnets_and_zones(aws: Server, audited: Any) -> None:
    ec2, one, two = networks(aws)

    def subnet(vpc: str, block: str, zone: str) -> str:
        made = ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)
        return str(made["Subnet"]["SubnetId"])

    public = subnet(one, "10.0.0.0/24", "us-east-1a")
    private = subnet(two, "10.1.0.0/24", "us-east-1a")
    subnet(two, "10.1.1.0/24", "us-east-1b")
    ec2.modify_subnet_attribute(SubnetId=public, MapPublicIpOnLaunch={"Value": True})
    audit = audited("vpc")
    assert of(audit.verdicts("exposure.subnet_public_ip"), public, private) == ["fail", "pass"]
    assert of(audit.verdicts("resilience.one_zone"), one, two) == ["fail", "pass"]
    with aws.faulty("ec2:DescribeSubnets", "denied"):
        audit = audited("vpc")
    assert audit.verdicts("exposure.subnet_public_ip") == {}
    assert of(audit.verdicts("resilience.one_zone"), one, two) == ["unknown"] * 2


def test_one_group_is_one_firewall_with_all_its_rules(aws: Server, audited: Any) -> None:
    ec2, vpc, _ = networks(aws)

    def group(name: str, *rules: dict[str, Any]) -> str:
        made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        if rules:
            ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=list(rules))
        return str(made)

    def tcp(first: int, last: int, **peers: Any) -> dict[str, Any]:
        return {"IpProtocol": "tcp", "FromPort": first, "ToPort": last, **peers}

    everybody = {"IpRanges": [{"CidrIp": ANYWHERE}]}
    clean = group("clean", tcp(22, 22, IpRanges=[{"CidrIp": "10.0.0.0/8"}]))
    ssh = group("ssh", tcp(22, 22, **everybody))
    six = group("six", tcp(20, 25, Ipv6Ranges=[{"CidrIpv6": "::/0"}]))
    everything = group("everything", {"IpProtocol": "-1", **everybody})
    partner = group("partner", tcp(22, 22, UserIdGroupPairs=[{"GroupId": clean}]))
    audit = audited("vpc")
    names = (clean, ssh, six, everything, partner)
    verdicts = audit.verdicts("exposure.ssh_open")
    assert of(verdicts, *names) == ["pass", "fail", "fail", "fail", "pass"]
    verdicts = audit.verdicts("exposure.all_ports_open")
    assert of(verdicts, *names) == ["pass", "pass", "pass", "fail", "pass"]
    [rules] = [f.rules for f in audit.of(Firewall) if f.origin.address.endswith(partner)]
    assert rules[0].peers == (clean,)
    assert not any(f.places for f in audit.of(Firewall))


def test_default_groups_are_to_hold_no_rule(aws: Server, audited: Any) -> None:
    ec2, left_alone, emptied = networks(aws)
    groups = {
        group["VpcId"]: group
        for group in ec2.describe_security_groups()["SecurityGroups"]
        if group["GroupName"] == "default"
    }
    bare = groups[emptied]
    ec2.revoke_security_group_egress(
        GroupId=bare["GroupId"], IpPermissions=bare["IpPermissionsEgress"]
    )
    audit = audited("vpc")
    names = (groups[left_alone]["GroupId"], bare["GroupId"])
    verdicts = audit.verdicts("exposure.default_security_group")
    assert of(verdicts, *names) == ["fail", "pass"]
    assert not audit.verdicts("exposure.default_group_unmanaged")


def test_what_nothing_uses(aws: Server, audited: Any) -> None:
    ec2, vpc, _ = networks(aws)
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]

    def group(name: str) -> str:
        made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)
        return str(made["GroupId"])

    worn, idle, named = group("worn"), group("idle"), group("named")
    ec2.create_network_interface(SubnetId=subnet, Groups=[worn])
    pair = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": named}]}
    ec2.authorize_security_group_ingress(GroupId=worn, IpPermissions=[pair])
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    free = ec2.allocate_address(Domain="vpc")["AllocationId"]
    audit = audited("vpc")
    found = audit.verdicts("exposure.unused_resource")
    assert found == {worn: "pass", idle: "fail", acl: "fail", free: "fail"}
    with aws.faulty("ec2:DescribeNetworkInterfaces", "denied"):
        audit = audited("vpc")
    found = audit.verdicts("exposure.unused_resource")
    assert found == {worn: "unknown", idle: "unknown", acl: "fail", free: "fail"}


def test_groups_of_machines_to_be_started_are_used(aws: Server, audited: Any) -> None:
    ec2, vpc, _ = networks(aws)

    def group(name: str) -> str:
        made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)
        return str(made["GroupId"])

    idle, plain, by_interface = group("idle"), group("plain"), group("by-interface")
    for name, data in (
        ("plain", {"SecurityGroupIds": [plain]}),
        ("by-interface", {"NetworkInterfaces": [{"DeviceIndex": 0, "Groups": [by_interface]}]}),
    ):
        ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
    check = "exposure.unused_resource"
    assert audited("vpc").verdicts(check) == {idle: "fail", plain: "pass", by_interface: "pass"}
    with aws.faulty("ec2:DescribeLaunchTemplateVersions", "denied"):
        assert set(audited("vpc").verdicts(check).values()) == {"unknown"}


PORTS = ("all_ports_open", "http_open", "rdp_open", "sensitive_port_open", "ssh_open")


def faults(audit: Any) -> dict[str, str]:
    return {f.check: f.severity for f in audit.findings if f.verdict == "fail"}


def test_an_empty_default_network_is_one_note(aws: Server, audited: Any) -> None:
    assert faults(audited("vpc")) == {"exposure.idle_default_network": "info"}
    with aws.faulty("ec2:DescribeNetworkInterfaces", "denied"):
        audit = audited("vpc")
    assert {finding.verdict for finding in audit.findings} == {"unknown"}


def test_a_default_network_in_use_is_judged(aws: Server, audited: Any) -> None:
    ec2 = aws.client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    ec2.create_network_interface(SubnetId=subnet)
    audit = audited("vpc")
    found = faults(audit)
    assert found["exposure.default_acl_open"] == "low"
    assert not found.keys() & {f"exposure.{name}" for name in PORTS}
    assert not found.keys() & {"exposure.unrestricted_egress", "exposure.idle_default_network"}
    assert {
        "logging.flow_logs_disabled",
        "exposure.subnet_public_ip",
        "exposure.default_security_group",
    } <= found.keys()


@pytest.mark.parametrize(
    ("action", "block", "open_acl", "ssh"),
    [
        ("deny", "198.51.100.0/24", "fail", None),
        ("deny", ANYWHERE, "pass", "pass"),
        ("allow", ANYWHERE, "fail", None),
    ],
    ids=["some-refused", "port-refused", "told-twice"],
)
def test_a_default_acl_with_rules_of_its_own(
    aws: Server, audited: Any, action: str, block: str, open_acl: str, ssh: str | None
) -> None:
    ec2 = aws.client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    ec2.create_network_interface(SubnetId=subnet)
    acl = ec2.describe_network_acls()["NetworkAcls"][0]["NetworkAclId"]
    ec2.create_network_acl_entry(
        NetworkAclId=acl,
        RuleNumber=90,
        Protocol="6",
        RuleAction=action,
        Egress=False,
        CidrBlock=block,
        PortRange={"From": 22, "To": 22},
    )
    audit = audited("vpc")
    assert audit.verdicts("exposure.default_acl_open") == {acl: open_acl}
    assert audit.verdicts("exposure.ssh_open").get(acl) == ssh


def test_the_first_rule_of_an_acl_that_fits_decides(aws: Server, audited: Any) -> None:
    ec2, vpc, _ = networks(aws)

    def acl(*entries: tuple[int, str], used: bool = True) -> str:
        made = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        if used:
            block = "10.0.1.0/24" if entries[0][1] == "allow" else "10.0.2.0/24"
            subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=block)["Subnet"]["SubnetId"]
            given = {"Name": "association.subnet-id", "Values": [subnet]}
            [before] = ec2.describe_network_acls(Filters=[given])["NetworkAcls"]
            [joined] = [a for a in before["Associations"] if a["SubnetId"] == subnet]
            ec2.replace_network_acl_association(
                AssociationId=joined["NetworkAclAssociationId"], NetworkAclId=made
            )
        for number, action in entries:
            ec2.create_network_acl_entry(
                NetworkAclId=made,
                RuleNumber=number,
                Protocol="6",
                RuleAction=action,
                Egress=False,
                CidrBlock=ANYWHERE,
                PortRange={"From": 22, "To": 22},
            )
        return str(made)

    opened, closed = acl((100, "allow"), (200, "deny")), acl((100, "deny"), (200, "allow"))
    idle = acl((100, "allow"), used=False)
    audit = audited("vpc")
    assert idle not in audit.verdicts("exposure.ssh_open")
    assert of(audit.verdicts("exposure.ssh_open"), opened, closed) == ["fail", "pass"]
    [rules] = [f.rules for f in audit.of(Firewall) if f.origin.address.endswith(opened)]
    assert [(rule.order, rule.protocol, rule.direction) for rule in rules] == [
        (100, "tcp", "in"),
        (200, "tcp", "in"),
    ]


def test_routes_to_peers(aws: Server, audited: Any) -> None:
    def table(name: str, **destination: str) -> dict[str, Any]:
        route = {"VpcPeeringConnectionId": "pcx-1", **destination}
        local = {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}
        return {"RouteTableId": name, "OwnerId": ACCOUNT, "Routes": [local, route]}

    tables = [
        table("rtb-all", DestinationCidrBlock=ANYWHERE),
        table("rtb-one", DestinationCidrBlock="10.9.0.0/16"),
        table("rtb-list", DestinationPrefixListId="pl-1"),
    ]
    aws.stub("ec2", "DescribeRouteTables", {"RouteTables": tables})
    assert audited("vpc").verdicts("exposure.peering_route_open") == {
        "rtb-all": "fail",
        "rtb-one": "pass",
        "rtb-list": "unknown",
    }


def test_endpoints(aws: Server, audited: Any) -> None:
    def door(name: str, kind: str, subnets: list[str], *statements: dict[str, Any]) -> Any:
        return {
            "VpcEndpointId": name,
            "VpcEndpointType": kind,
            "VpcId": "vpc-1",
            "ServiceName": "com.amazonaws.us-east-1.s3",
            "State": "available",
            "OwnerId": ACCOUNT,
            "SubnetIds": subnets,
            "PolicyDocument": json.dumps({"Statement": list(statements)}),
        }

    full = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    narrow = {**full, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::ours/*"}
    doors = [
        door("vpce-default", "Interface", ["subnet-1"], full),
        door("vpce-wide", "Interface", ["subnet-1", "subnet-2"], narrow, full),
        door("vpce-narrow", "Gateway", [], narrow),
        door("vpce-inspected", "GatewayLoadBalancer", ["subnet-1"], full),
        {**door("vpce-of-aws", "Interface", ["subnet-1"], full), "RequesterManaged": True},
    ]
    aws.stub("ec2", "DescribeVpcEndpoints", {"VpcEndpoints": doors})
    audit = audited("vpc")
    zones = {k: v for k, v in audit.verdicts("resilience.one_zone").items() if "vpce" in k}
    assert zones == {"vpce-default": "fail", "vpce-wide": "pass"}
    assert audit.verdicts("access.wildcard_actions") == {"vpce-wide": "fail", "vpce-narrow": "pass"}
    assert set(audit.verdicts("access.public_principal").values()) == {"pass"}


def test_machines_are_to_reach_the_service_privately(aws: Server, audited: Any) -> None:
    ec2, empty, used = networks(aws)
    subnet = ec2.create_subnet(VpcId=used, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet)
    assert audited("vpc").verdicts("exposure.no_private_endpoint") == {used: "fail"}
    ec2.create_vpc_endpoint(
        VpcId=used,
        ServiceName="com.amazonaws.us-east-1.ec2",
        VpcEndpointType="Interface",
        SubnetIds=[subnet],
    )
    assert audited("vpc").verdicts("exposure.no_private_endpoint") == {used: "pass"}
    with aws.faulty("ec2:DescribeVpcEndpoints", "denied"):
        audit = audited("vpc")
    assert audit.verdicts("exposure.no_private_endpoint") == {used: "unknown"}
    assert empty not in audit.verdicts("exposure.no_private_endpoint")


def test_endpoint_services(aws: Server, audited: Any) -> None:
    offered = {
        "vpce-svc-open": (False, ["*"]),
        "vpce-svc-checked": (True, ["*"]),
        "vpce-svc-partner": (False, ["arn:aws:iam::210987654321:root"]),
    }
    services = [
        {"ServiceId": name, "ServiceState": "Available", "AcceptanceRequired": by_hand}
        for name, (by_hand, _) in offered.items()
    ]

    def permissions(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        allowed = offered[parameters["ServiceId"]][1]
        return {"AllowedPrincipals": [{"Principal": name} for name in allowed]}

    aws.stub("ec2", "DescribeVpcEndpointServiceConfigurations", {"ServiceConfigurations": services})
    aws.stub("ec2", "DescribeVpcEndpointServicePermissions", permissions)
    expected = {"vpce-svc-open": "fail", "vpce-svc-partner": "pass"}
    assert audited("vpc").verdicts("access.public_principal") == expected
    with aws.faulty("ec2:DescribeVpcEndpointServicePermissions", "denied"):
        audit = audited("vpc")
    assert set(audit.verdicts("access.public_principal").values()) == {"unknown"}
    assert all(isinstance(policy.grants, Unknown) for policy in audit.of(AccessPolicy))


def test_gateways_and_tunnels(aws: Server, audited: Any) -> None:
    def gateway(name: str, accepts: str, owner: str = ACCOUNT) -> dict[str, Any]:
        return {
            "TransitGatewayId": name,
            "TransitGatewayArn": f"arn:aws:ec2:us-east-1:{owner}:transit-gateway/{name}",
            "State": "available",
            "OwnerId": owner,
            "Options": {"AutoAcceptSharedAttachments": accepts},
        }

    gateways = [
        gateway("tgw-auto", "enable"),
        gateway("tgw-manual", "disable"),
        gateway("tgw-theirs", "enable", "210987654321"),
    ]
    aws.stub("ec2", "DescribeTransitGateways", {"TransitGateways": gateways})

    def tunnel(name: str, *states: str) -> dict[str, Any]:
        return {
            "VpnConnectionId": name,
            "State": "available",
            "VgwTelemetry": [{"Status": state} for state in states],
            "CustomerGatewayConfiguration": "<psk>canary-of-the-tunnel</psk>",
            "Options": {"TunnelOptions": [{"PreSharedKey": "canary-of-the-tunnel"}]},
        }

    tunnels = [tunnel("vpn-half", "UP", "DOWN"), tunnel("vpn-whole", "UP", "UP"), tunnel("vpn-new")]
    aws.stub("ec2", "DescribeVpnConnections", {"VpnConnections": tunnels})
    tell_of_client_vpns(
        aws,
        {"ClientVpnEndpointId": "cvpn-silent", "ConnectionLogOptions": {"Enabled": False}},
        {"ClientVpnEndpointId": "cvpn-logged", "ConnectionLogOptions": {"Enabled": True}},
    )
    audit = audited("vpc")
    assert audit.verdicts("access.attachments_accepted_unseen") == {
        "tgw-auto": "fail",
        "tgw-manual": "pass",
    }
    assert audit.verdicts("resilience.tunnel_down") == {
        "vpn-half": "fail",
        "vpn-whole": "pass",
        "vpn-new": "unknown",
    }
    assert audit.verdicts("logging.access_log_disabled") == {
        "cvpn-silent": "fail",
        "cvpn-logged": "pass",
    }
    assert not any(b"canary" in kept for kept in audit.evidence)


def test_everything_that_is_read_is_collected(aws: Server, audited: Any) -> None:
    networks(aws)
    audit = audited("vpc")
    assert not audit.gaps
    for setting in audit.of(Setting):
        assert not isinstance(setting.value, Unknown), setting
    for firewall in audit.of(Firewall):
        assert firewall.unread is None
        assert "not collected" not in str(firewall)
