"""Which regions of an account are asked, and which are left out for which reason."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from auditor.collecting import Gap, Population, Reason
from auditor_aws.accounts import Account
from auditor_aws.inventory import Inventory, inventory_of
from auditor_aws.options import AwsOptions
from auditor_aws.refusals import Refused, asking
from auditor_aws.service import Service


class Regions(Struct, frozen=True, kw_only=True):
    """The regions of one account that are asked."""

    names: tuple[str, ...]
    gaps: tuple[Gap, ...]
    population: Population
    inventory: Inventory | None = None

    def without(self, account: Account, service: Service, region: str) -> str:
        """Return why a service is not asked in a region; empty when it is."""
        offered = account.offers(service.api)
        if offered and region not in offered:
            return "not offered in the region"
        if self.inventory is not None and not self.inventory.holds(service, region):
            return f"{self.inventory.name} lists nothing there"
        return ""


def regions_of(account: Account, options: AwsOptions) -> Regions:
    """Ask which regions are enabled; without an answer take those of the configuration, or
    the home of the partition, and say so in a gap."""
    gaps: list[Gap] = []
    try:
        states = _states(account)
    except Refused as error:
        names = options.regions or (account.home,)
        gaps.append(
            Gap(
                scope=account.id,
                reason=error.reason,
                address=error.operation,
                detail=f"{error.operation}: {error.code}; only {', '.join(names)} is read. "
                f"{error.remedy[:1].upper()}{error.remedy[1:]}, or set regions in [aws]",
            )
        )
        states = dict.fromkeys(names, "opt-in-not-required")
    excluded: dict[str, int] = {}
    enabled: list[str] = []
    for name, state in sorted(states.items()):
        if state == "not-opted-in":
            why = "region not enabled in the account"
        elif options.regions and name not in options.regions:
            why = "not in regions of [aws]"
        else:
            enabled.append(name)
            continue
        excluded[why] = excluded.get(why, 0) + 1
    gaps += [
        Gap(
            scope=account.id,
            reason=Reason.ABSENT,
            address=name,
            detail=f"{name} is not a region that account {account.id} has enabled; "
            "see regions in [aws]",
        )
        for name in options.regions
        if states.get(name, "not-opted-in") == "not-opted-in"
    ]
    inventory, lag = inventory_of(account, options)
    gaps += lag
    return Regions(
        names=tuple(enabled),
        gaps=tuple(gaps),
        population=Population(
            scope=account.id,
            source="regions",
            query="ec2:DescribeRegions, enabled or not",
            listed=len(states),
            evaluated=len(enabled),
            excluded=excluded,
        ),
        inventory=inventory,
    )


def _states(account: Account) -> Mapping[str, str]:
    """Return whether each region of the partition is enabled, by its name.

    :raises Refused: when AWS does not say.
    """
    with asking("ec2:DescribeRegions"):
        answer = account.client("ec2", account.home).describe_regions(AllRegions=True)
    return {
        item["RegionName"]: item.get("OptInStatus", "opt-in-not-required")
        for item in answer["Regions"]
    }
