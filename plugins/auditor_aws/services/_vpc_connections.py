"""What VPCs are joined to: endpoints and their services, gateways, VPNs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.shapes import Item, dig, tags
from auditor_resources.model import Resource, Unknown

_GONE = frozenset({"deleted", "deleting", "failed", "rejected", "expired"})
_EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
"""The statement of the policy that AWS gives to endpoints without one of their own."""


def endpoints(api: Api, found: Iterable[Item]) -> Iterator[Resource]:
    """Yield the account's own VPC endpoints, but for those that a service of AWS keeps there."""
    for item in found:
        if item["OwnerId"] != api.account or item["State"].lower() in _GONE:
            continue
        if item.get("RequesterManaged"):
            continue
        values = {
            "vpc_endpoint_type": item["VpcEndpointType"],
            "subnet_ids": list(item.get("SubnetIds", ())),
            "subnet_configuration": [],
            "policy": _own_policy(item.get("PolicyDocument")),
            "tags": tags(item.get("Tags")),
        }
        address = api.arn("ec2", f"vpc-endpoint/{item['VpcEndpointId']}")
        yield api.resource("aws_vpc_endpoint", address, item, values)


def _own_policy(text: str | None) -> str | None:
    """Return a policy that somebody wrote: Terraform writes none where AWS's holds."""
    try:
        statements = json.loads(text or "null")["Statement"]
    except (ValueError, TypeError, KeyError):
        return text
    return None if statements == [_EVERYTHING] else text


def endpoint_services(api: Api) -> Iterator[Resource]:
    """Yield the services that the account offers through endpoints, and to whom."""

    def read(item: Item) -> Iterator[Resource]:
        named: Any = api.listed(
            "ec2",
            "describe_vpc_endpoint_service_permissions",
            "AllowedPrincipals",
            item=item,
            ServiceId=item["ServiceId"],
        )
        if not isinstance(named, Unknown):
            named = [entry["Principal"] for entry in named]
        values = {
            "acceptance_required": item["AcceptanceRequired"],
            "allowed_principals": named,
            "tags": tags(item.get("Tags")),
        }
        address = api.arn("ec2", f"vpc-endpoint-service/{item['ServiceId']}")
        yield api.resource("aws_vpc_endpoint_service", address, item, values)

    listed = api.pages(
        "ec2", "describe_vpc_endpoint_service_configurations", "ServiceConfigurations"
    )
    yield from api.each(
        (item for item in listed if item["ServiceState"].lower() not in _GONE), read
    )


def transit_gateways(api: Api) -> Iterator[Resource]:
    """Yield the account's own transit gateways."""
    for item in api.pages("ec2", "describe_transit_gateways", "TransitGateways"):
        if item["OwnerId"] != api.account or item["State"] in _GONE:
            continue
        values = {
            "auto_accept_shared_attachments": item["Options"]["AutoAcceptSharedAttachments"],
            "tags": tags(item.get("Tags")),
        }
        yield api.resource("aws_ec2_transit_gateway", item["TransitGatewayArn"], item, values)


def client_vpns(api: Api) -> Iterator[Resource]:
    """Yield the endpoints that people's machines dial in to."""
    for item in api.pages("ec2", "describe_client_vpn_endpoints", "ClientVpnEndpoints"):
        if dig(item, "Status", "Code") in _GONE:
            continue
        values = {
            "connection_log_options": {"enabled": item["ConnectionLogOptions"]["Enabled"]},
            "tags": tags(item.get("Tags")),
        }
        address = api.arn("ec2", f"client-vpn-endpoint/{item['ClientVpnEndpointId']}")
        yield api.resource("aws_ec2_client_vpn_endpoint", address, item, values)


def tunnels(api: Api) -> Iterator[Setting]:
    """Yield whether both tunnels of each site-to-site connection are up.

    The answer holds the keys that both sides share; they are neither read nor kept.
    """
    listed = api.pages(
        "ec2",
        "describe_vpn_connections",
        "VpnConnections",
        conceal=("CustomerGatewayConfiguration", "Options.TunnelOptions[].PreSharedKey"),
    )
    for item in listed:
        if item["State"] != "available":
            continue
        states = [tunnel["Status"] for tunnel in item.get("VgwTelemetry", ())]
        up = all(state == "UP" for state in states) if states else Unknown("AWS tells no state")
        address = api.arn("ec2", f"vpn-connection/{item['VpnConnectionId']}")
        yield api.setting("aws_vpn_connection", address, "VPN connection", "tunnels_up", up, item)
