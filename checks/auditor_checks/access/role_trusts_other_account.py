"""A role that lets in another account without saying on whose behalf.

Why it matters
    A company that serves many customers takes roles in all their accounts. Without an external
    id, one customer can make it act in another's account by giving the wrong role: the confused
    deputy. And an account that nobody here knows may be anybody's.

Verdicts
    FAIL when a trust policy lets in an account (as a whole, or one of its roles or users) that is
    neither the role's own, nor manages the organisation, nor is in ``trusted_accounts``, and no
    condition demands an external id or holds the caller to an organisation. PASS when none does,
    or a denial takes it back. UNKNOWN when that hangs on a part that could not be had. Trust in
    everybody is judged by ``access.public_trust``; text that does not say which account the role
    is in is not judged.

How to mend it
    Demand an external id that the other side gave you, or list the account as your own.

    Add ``StringEquals`` on ``sts:ExternalId`` to the statement (``aws iam
    update-assume-role-policy --role-name NAME --policy-document file://trust.json``). Accounts of
    your organisation are better held by ``aws:PrincipalOrgID``; other accounts of yours can be
    named in ``trusted_accounts``, as that of Control Tower for audits.

Sources
    Access to AWS accounts owned by third parties, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
    The confused deputy problem, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer, all_of, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Setting, Unknown
from auditor_checks.access._conditions import narrows
from auditor_checks.access._grants import Fault, allowing, grants_of, judged, said, taken_back
from auditor_checks.access._holders import account_of_arn
from auditor_checks.access._organisation import strangers
from auditor_checks.access._trust import foreign_accounts

_HOLDING = frozenset({"aws:principalorgid", "aws:principalorgpaths", "sts:externalid"})


class TrustedSettings(Settings, frozen=True, kw_only=True):
    """Numbers of other accounts that may be let in as they are."""

    trusted_accounts: tuple[str, ...] = ()


def judge(policy: AccessPolicy, view: View[TrustedSettings]) -> Iterator[Verdict]:
    """Look for statements that let in other accounts."""
    home = account_of_arn(policy.origin.address)
    if policy.purpose != "trust" or not home:
        return
    grants, trusted = grants_of(policy), view.settings.trusted_accounts

    def fault(grant: Grant) -> Fault:
        foreign, doubt = strangers(foreign_accounts(grant, home), trusted, view)
        unread = next((item for item in grant.principals if isinstance(item, Unknown)), None)
        named: Answer = doubt or True if foreign else unread or False
        held = any_of(narrows(condition, _HOLDING) for condition in grant.conditions)
        answer = all_of((allowing(grant), named, negate(held)))
        if answer is not False and taken_back(grants, grant):
            return ""
        return said(answer, f"lets in {' and '.join(foreign)} without an external id")

    yield from judged(policy, fault, "lets in no other account without an external id")


CHECK = Check(
    id="access.role_trusts_other_account",
    title="Role lets in another account without an external id",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=TrustedSettings,
    controls=("ACC-09",),
    also=(Setting,),
)
