"""Route 53: hosted zones and registered domains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._flood_protection import OPERATIONS as PROTECTIONS
from auditor_aws.services._flood_protection import FloodProtection
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_LOG = "aws_route53_query_log"
_COUNTRY = 2
"""Letters in the ending of a country (RFC 1591)."""
_PEOPLE = tuple(f"{kind}Contact" for kind in ("Admin", "Billing", "Registrant", "Tech"))


def zones(api: Api) -> Iterator[Resource | Fact]:
    """Yield every hosted zone, and what logs the queries about it."""
    listed = list(api.pages("route53", "list_hosted_zones", "HostedZones"))
    public = [item for item in listed if not _private(item)]
    if public:
        logs = api.listed("route53", "list_query_logging_configs", "QueryLoggingConfigs")
        if isinstance(logs, Unknown):
            yield api.unlisted(_LOG, "zone_id", logs)
        else:
            for log in logs:
                address = f"arn:{api.partition}:route53:::queryloggingconfig/{log['Id']}"
                yield api.resource(_LOG, address, log, {"zone_id": log["HostedZoneId"]})
    for item in listed:
        number = item["Id"].rpartition("/")[2]
        values = {
            "zone_id": number,
            "id": number,
            "vpc": [{"private": True}] if _private(item) else [],
        }
        yield api.resource("aws_route53_zone", _address(api, item), item, values, item["Name"])
    if public:
        protection = FloodProtection(api)
        for item in public:
            yield from protection.settings(
                "aws_route53_zone", _address(api, item), "hosted zone", item
            )


def _address(api: Api, item: Item) -> str:
    return f"arn:{api.partition}:route53:::hostedzone/{item['Id'].rpartition('/')[2]}"


def _private(item: Item) -> bool:
    return bool((item.get("Config") or {}).get("PrivateZone"))


def domains(api: Api) -> Iterator[Resource]:
    """Yield every registered domain: one call for each. Other partitions register none."""
    if api.partition != "aws":
        return
    listed = api.pages("route53domains", "list_domains", "Domains")
    yield from api.each(listed, lambda item: [_domain(api, item)])


def _domain(api: Api, item: Item) -> Resource:
    name = item["DomainName"]
    found = api.ask(
        "route53domains", "get_domain_detail", item=item, conceal=_PEOPLE, DomainName=name
    )
    values = {
        "transfer_lock": _offered(name, item.get("TransferLock")),
        "admin_privacy": _offered(name, dig(found, "AdminPrivacy")),
        "registrant_privacy": _offered(name, dig(found, "RegistrantPrivacy")),
        "tech_privacy": _offered(name, dig(found, "TechPrivacy")),
    }
    address = api.arn("route53domains", f"domain/{name}", region="")
    return api.resource("aws_route53domains_registered_domain", address, item, values, name)


def _offered(name: str, value: Any) -> Any:
    """Return a protection as it is set. Not every country has each of them (Route 53 developer
    guide, *Domains that you can register*), and AWS does not say which are merely off."""
    ending = name.rpartition(".")[2]
    if value is not True and not isinstance(value, Unknown) and len(ending) == _COUNTRY:
        return Unknown(f"domains under .{ending} may not have this protection")
    return value


SERVICE = Service(
    name="route53",
    reach=Reach.GLOBAL,
    operations=(
        "route53:ListHostedZones",
        "route53:ListQueryLoggingConfigs",
        "route53domains:GetDomainDetail",
        "route53domains:ListDomains",
        *PROTECTIONS,
    ),
    parts=(zones, domains),
)
