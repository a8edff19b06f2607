"""A role whose trust policy lets anybody become it.

Why it matters
    The trust policy is the door of a role: all that the role may do can be done by whoever passes
    it. Trusting a public identity provider without naming the subject lets in all its users.

Verdicts
    FAIL when a statement allows everybody without a condition that ties callers to what the
    author chose, and when it trusts an identity provider open to the public without the
    claim that says whose identity it is (``claims``). PASS when no statement does, UNKNOWN when
    that hangs on a part that could not be had.

How to mend it
    Trust the roles, users or services that need the role by their own ARN or name.

        data "aws_iam_policy_document" "trust" {
          statement {
            actions = ["sts:AssumeRole"]

            principals {
              type        = "AWS"
              identifiers = ["arn:aws:iam::123456789012:role/deployer"]
            }
          }
        }

    For another company's account add the condition ``sts:ExternalId``. For GitHub Actions and the
    like, name the repository and branch:

        condition {
          test     = "StringEquals"
          variable = "token.actions.githubusercontent.com:sub"
          values   = ["repo:example/shop:ref:refs/heads/main"]
        }

Sources
    AWS JSON policy elements: Principal, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    The confused deputy problem, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    Configuring OpenID Connect in AWS (GitHub), https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.answers import all_of, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Condition, Grant, Unknown
from auditor_checks.access._conditions import narrows
from auditor_checks.access._grants import (
    Fault,
    allowing,
    grants_of,
    judged,
    open_to_anyone,
    said,
    taken_back,
)


class TrustSettings(Settings, frozen=True, kw_only=True):
    """``claims`` are the condition keys that tell one identity of a public provider from
    another: the provider's host, a colon, and the claim.
    """

    claims: tuple[str, ...] = (
        "token.actions.githubusercontent.com:sub",
        "gitlab.com:sub",
        "app.terraform.io:sub",
        "cognito-identity.amazonaws.com:aud",
    )


def judge(policy: AccessPolicy, view: View[TrustSettings]) -> Iterator[Verdict]:
    """Look for statements that let in more than those they name."""
    if policy.purpose != "trust":
        return
    grants = grants_of(policy)

    def fault(grant: Grant) -> Fault:
        open_door = said(open_to_anyone(grants, grant), "lets anyone assume the role")
        providers = [_unclaimed(grant, claim) for claim in view.settings.claims]
        found = (open_door, *providers)
        known = [text for text in found if isinstance(text, str) and text]
        if known and not taken_back(grants, grant):
            return known[0]
        return next((text for text in found if isinstance(text, Unknown)), "")

    yield from judged(policy, fault, "lets only those it names assume the role")


def _unclaimed(grant: Grant, claim: str) -> Fault:
    host = claim.rpartition(":")[0]
    trusted = any(
        isinstance(principal, str)
        and principal.startswith("federated:")
        and principal.rstrip("/").endswith(host)
        for principal in grant.principals
    )
    if not trusted:
        return ""
    keys = frozenset({claim.lower()})
    claimed = any_of(narrows(_always_there(item), keys) for item in grant.conditions)
    answer = all_of((allowing(grant), negate(claimed)))
    return said(answer, f"trusts every identity of {host}")


def _always_there(condition: Condition) -> Condition:
    """Leave out what an operator says of requests without the claim: every token has it."""
    each, _, plain = condition.operator.rpartition(":")
    if each.lower() == "forallvalues":
        each = ""
    plain = re.sub("IfExists$", "", plain, flags=re.IGNORECASE)
    operator = f"{each}:{plain}" if each else plain
    return Condition(operator, condition.key, condition.values)


CHECK = Check(
    id="access.public_trust",
    title="Role may be assumed by anyone",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=TrustSettings,
    controls=("ACC-09",),
    same_as=(
        "CKV_AWS_60",
        "CKV_AWS_358",
        "CKV_AWS_393",
        "CKV_GCP_118",
        "CKV_GCP_125",
        "kics:IAM Role Allows All Principals To Assume",
        "GCP-0068",
        "AVD-GCP-0068",
        "kics:IAM Policy Grants 'AssumeRole' Permission Across All Services",
    ),
)
