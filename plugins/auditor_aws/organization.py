"""The accounts of an organisation."""

from __future__ import annotations

from msgspec import Struct

from auditor.collecting import Population
from auditor.errors import TargetError
from auditor_aws.accounts import Account
from auditor_aws.options import AwsOptions
from auditor_aws.refusals import Refused, asking


class Members(Struct, frozen=True, kw_only=True):
    """The accounts to read, and how many others there are for which reason."""

    accounts: tuple[str, ...]
    excluded: dict[str, int]
    organisation: str

    def population(self, errored: int) -> Population:
        """Return the count of accounts; ``errored`` of them did not let us in."""
        listed = len(self.accounts) + sum(self.excluded.values())
        return Population(
            scope=self.organisation,
            source="accounts",
            query="organizations:ListAccounts",
            listed=listed,
            evaluated=len(self.accounts) - errored,
            errored=errored,
            excluded=self.excluded,
        )


def members(account: Account, organisation: str, options: AwsOptions) -> Members:
    """List the active accounts of the organisation that the account belongs to.

    :raises TargetError: when it cannot be listed, or is not the one that was named.
    """
    client = account.client("organizations", account.home)
    try:
        with asking("organizations:DescribeOrganization"):
            found = client.describe_organization()["Organization"]["Id"]
        if organisation and organisation != found:
            raise TargetError(
                f"aws://{organisation} is not the organisation of account {account.id}",
                f"it belongs to {found}",
            )
        with asking("organizations:ListAccounts"):
            pages = client.get_paginator("list_accounts").paginate()
            listed = [item for page in pages for item in page["Accounts"]]
    except Refused as error:
        raise TargetError(
            f"the organisation of account {account.id} cannot be listed ({error.code})",
            "use credentials of its management account or of a delegated administrator",
        ) from None
    chosen: list[str] = []
    excluded: dict[str, int] = {}
    for item in listed:
        number = item["Id"]
        if item.get("Status", "ACTIVE") != "ACTIVE":
            why = "account suspended or being closed"
        elif options.accounts and number not in options.accounts:
            why = "not in accounts of [aws]"
        elif number in options.exclude_accounts:
            why = "in exclude_accounts of [aws]"
        else:
            chosen.append(number)
            continue
        excluded[why] = excluded.get(why, 0) + 1
    return Members(accounts=tuple(chosen), excluded=excluded, organisation=found)
