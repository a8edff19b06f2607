"""A role whose trust policy lets a whole account become it.

Why it matters
    Trusting an account (its root) leaves the choice of who may become the role to everybody who
    writes policies in that account. What the role may do is then guarded there, not here.

Verdicts
    FAIL when a statement trusts an account without any condition; PASS when none does; UNKNOWN
    when that hangs on a part that could not be had. Roles of a live account never fail here:
    ``access.escalation_route`` tells who of the account may come in and what that gives, and
    ``access.role_trusts_other_account`` which strangers may.

How to mend it
    Trust the roles or users that need the role by their own ARN, or add a condition.

        data "aws_iam_policy_document" "trust" {
          statement {
            actions = ["sts:AssumeRole"]

            principals {
              type        = "AWS"
              identifiers = ["arn:aws:iam::123456789012:role/deployer"]
            }
          }
        }

    For another company's account add the condition ``sts:ExternalId``; within an organisation
    ``aws:PrincipalOrgID`` together with ``aws:PrincipalArn`` tells who is meant.

Sources
    AWS JSON policy elements: Principal, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    The confused deputy problem, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Unknown
from auditor_checks.access._grants import Fault, allowing, grants_of, judged, said, taken_back
from auditor_checks.access._holders import account_of_arn

_WHOLE_ACCOUNT = re.compile(r"arn:aws[a-z-]*:iam::[^:*]+:root|[0-9]{12}", re.IGNORECASE)


def judge(policy: AccessPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Look for statements that trust an account and ask for nothing more."""
    if policy.purpose != "trust":
        return
    grants, live = grants_of(policy), bool(account_of_arn(policy.origin.address))

    def fault(grant: Grant) -> Fault:
        found = said(_whole_account(grant), "trusts a whole account")
        return "" if isinstance(found, str) and taken_back(grants, grant) else found

    for verdict in judged(policy, fault, "trusts no whole account"):
        if verdict.outcome is not Outcome.FAIL or not live:
            yield verdict


def _whole_account(grant: Grant) -> Answer:
    named = any_of(
        principal if isinstance(principal, Unknown) else bool(_WHOLE_ACCOUNT.fullmatch(principal))
        for principal in grant.principals
    )
    return all_of((allowing(grant), not grant.conditions, named))


CHECK = Check(
    id="access.trusts_whole_account",
    title="Role may be assumed by a whole account",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    controls=("ACC-09",),
    same_as=("CKV_AWS_61",),
)
