"""A resource policy that lets in another account.

Why it matters
    What an account of somebody else may do with your bucket or queue is decided there, by people
    whom you do not know, and it stays allowed when the contract ends or that account is taken
    over.

Verdicts
    FAIL when a statement allows a principal of an account that is neither the resource's own nor
    among ``trusted_accounts``. PASS when no statement does. Statements that a condition ties to
    an organisation, or that are denied again, do not count, nor do those for everybody (see
    ``access.public_principal``) and for the accounts from which AWS's own load balancers deliver
    their logs. UNKNOWN when that hangs on a part that could not be had. Text
    that does not say which account it is for is not judged.

How to mend it
    Take the account out of the policy, or tie the statement to your organisation.

    A condition on ``aws:PrincipalOrgID`` admits all accounts of the organisation and no others.
    List partners in ``trusted_accounts``: the list then is the register of who may come.

Sources
    AWS JSON policy elements: Principal, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    AWS global condition context keys: aws:PrincipalOrgID, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from auditor.answers import Answer, all_of, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Origin, Unknown
from auditor_checks._data import load
from auditor_checks.access._conditions import narrows
from auditor_checks.access._grants import Fault, allowing, grants_of, judged, said, taken_back

_SCOPE = re.compile(r"(\d{12})(?:/[a-z0-9-]+)?")
_OWNER = re.compile(r"arn:[^:]*:[^:]*:[^:]*:(\d{12}):.*")
_PRINCIPAL = re.compile(r"(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::.*)?")
_ORGANISATION = frozenset({"aws:principalorgid", "aws:principalorgpaths"})


class ForeignSettings(Settings, frozen=True, kw_only=True):
    """Numbers of other accounts that may be let in."""

    trusted_accounts: tuple[str, ...] = ()


def judge(policy: AccessPolicy, view: View[ForeignSettings]) -> Iterator[Verdict]:
    """Look for statements that name other accounts."""
    own = _account(policy.origin)
    if policy.purpose != "resource" or not own:
        return
    known = {own, *view.settings.trusted_accounts, *_deliverers()}
    grants = grants_of(policy)

    def fault(grant: Grant) -> Fault:
        if taken_back(grants, grant):
            return ""
        held = any_of(narrows(condition, _ORGANISATION) for condition in grant.conditions)
        foreign = sorted(_foreign(grant, known))
        named: Answer = bool(foreign) or next(
            (item for item in grant.principals if isinstance(item, Unknown)), False
        )
        return said(all_of((allowing(grant), named, negate(held))), f"lets in {', '.join(foreign)}")

    yield from judged(policy, fault, "lets in no other account")


@cache
def _deliverers() -> frozenset[str]:
    return frozenset(load("delivery_accounts")["accounts"].values())


def _account(origin: Origin) -> str:
    found = _SCOPE.fullmatch(origin.scope) or _OWNER.fullmatch(origin.address)
    return found[1] if found else ""


def _foreign(grant: Grant, known: set[str]) -> set[str]:
    accounts = (_PRINCIPAL.fullmatch(item) for item in grant.principals if isinstance(item, str))
    return {found[1] for found in accounts if found and found[1] not in known}


CHECK = Check(
    id="access.foreign_account",
    title="Another account may use the resource by its policy",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=ForeignSettings,
    controls=("ACC-09",),
    same_as=(
        "dynamodb_table_cross_account_access",
        "eventbridge_bus_cross_account_access",
        "eventbridge_schema_registry_cross_account_access",
        "s3_bucket_cross_account_access",
        "vpc_endpoint_connections_trust_boundaries",
        "vpc_endpoint_services_allowed_principals_trust_boundaries",
    ),
)
