"""From a target to units: which accounts, which regions, which services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches

from msgspec import Struct

from auditor.collecting import Gap, Plan, Population, Target, Unit
from auditor.errors import ConfigError, TargetError
from auditor_aws.accounts import GLOBAL, Account, enter
from auditor_aws.options import AwsOptions
from auditor_aws.organization import members
from auditor_aws.refusals import Refused
from auditor_aws.regions import Regions, regions_of
from auditor_aws.service import Reach, Service, services

OPERATIONS = (
    "ec2:DescribeRegions",
    "organizations:DescribeOrganization",
    "organizations:ListAccounts",
    "sts:AssumeRole",
    "sts:GetCallerIdentity",
)
"""What planning calls, beside what the services declare."""
_AT_ONCE = 8


class Way(Struct, frozen=True):
    """An account, and the roles that lead to it from the profile."""

    account: Account
    roles: tuple[str, ...]


def plan(collector: str, target: Target, options: AwsOptions) -> Plan:
    """Split a target into units.

    :raises TargetError: when there are no usable credentials.
    :raises ConfigError: when a service that is asked for does not exist.
    """
    chosen = _chosen(options)
    profile = target.rest.removeprefix("//")
    organisation = ""
    if target.rest.startswith("//") and profile.startswith("o-"):
        profile, organisation = "", profile
    try:
        account = enter(profile, options.role_chain, options)
    except Refused as error:
        raise TargetError(f"{target.text} cannot be read ({error.code})", _way_in(error)) from None
    ways = [Way(account, options.role_chain)]
    gaps: list[Gap] = []
    populations: list[Population] = []
    if target.rest.startswith("//"):
        ways, gaps, population = _organisation(ways[0], profile, organisation, options)
        populations.append(population)
    units: list[Unit] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda way: regions_of(way.account, options), ways)
        for way, regions in zip(ways, found, strict=True):
            gaps += regions.gaps
            populations.append(regions.population)
            detail = {"profile": profile, "roles": list(way.roles)}
            own, population = _units(collector, way.account, regions, chosen, detail)
            units += own
            populations.append(population)
    return Plan(units=tuple(units), gaps=tuple(gaps), populations=tuple(populations))


def _organisation(
    own: Way, profile: str, organisation: str, options: AwsOptions
) -> tuple[list[Way], list[Gap], Population]:
    """Return a way into every member account that lets us in, and a gap for each other."""
    listing = members(own.account, organisation, options)
    ways: list[Way] = []
    gaps: list[Gap] = []

    def go(number: str) -> Way | Gap:
        if number == own.account.id:
            return own
        role = f"arn:{own.account.partition}:iam::{number}:role/{options.role_name}"
        roles = (*options.role_chain, role)
        try:
            return Way(enter(profile, roles, options), roles)
        except Refused as error:
            return Gap(
                scope=number,
                reason=error.reason,
                address=error.operation,
                detail=f"account {number} does not let us in ({error.code}); "
                f"let {own.account.principal} assume {role}",
            )

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for found in pool.map(go, listing.accounts):
            (ways if isinstance(found, Way) else gaps).append(found)  # type: ignore[arg-type]
    return ways, gaps, listing.population(errored=len(gaps))


def _units(
    collector: str,
    account: Account,
    regions: Regions,
    chosen: Sequence[Service],
    detail: Mapping[str, object],
) -> tuple[list[Unit], Population]:
    """Return the units of one account: global services once, the others in each region that
    offers them and, where an inventory was asked, holds something."""
    units: list[Unit] = []
    excluded: dict[str, int] = {}
    for region, service in _places(regions.names, chosen):
        why = "" if region == GLOBAL else regions.without(account, service, region)
        if why:
            excluded[why] = excluded.get(why, 0) + 1
            continue
        units.append(
            Unit(
                collector=collector,
                scope=f"{account.id}/{region}/{service.name}",
                detail={**detail, "region": region, "service": service.name},
            )
        )
    population = Population(
        scope=account.id,
        source="units",
        query=f"services of account {account.id} by region",
        listed=len(units) + sum(excluded.values()),
        evaluated=len(units),
        excluded=excluded,
    )
    return units, population


def _places(regions: Sequence[str], chosen: Sequence[Service]) -> Iterator[tuple[str, Service]]:
    """Yield service after service, so that the SDK's description of each is loaded once;
    global ones, which take longest, come first."""
    for service in sorted(chosen, key=lambda service: service.reach is not Reach.GLOBAL):
        for region in (GLOBAL,) if service.reach is Reach.GLOBAL else regions:
            yield region, service


def _chosen(options: AwsOptions) -> list[Service]:
    known = services()
    for name in options.services:
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
            raise ConfigError(f"[aws] services: no service {name!r}", hint)
    return [known[name] for name in options.services or known]


def _way_in(error: Refused) -> str:
    if error.operation == "sts:AssumeRole":
        return "check role_chain in [aws] and who may assume its roles"
    if "Credentials" in error.code:
        return "give credentials: set AWS_PROFILE, sign in (aws sso login), or name aws:PROFILE"
    return error.remedy
