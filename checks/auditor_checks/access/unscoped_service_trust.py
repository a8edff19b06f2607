"""A role that a service may take without saying for whose resources it acts.

Why it matters
    The service acts for all customers of the provider. Whoever can make it name your role from an
    account of theirs, lets it do there what your role may do here: the confused deputy.

Verdicts
    FAIL when a trust policy lets in a service that tells for whom it acts (data file
    ``confused_deputy``), and no condition ties the call to a source account, ARN or organisation.
    PASS when each such statement has one, or a denial takes it back. Services that do not tell,
    such as EC2, are not judged, since the condition would shut them out. A policy with parts that
    could not be had is reported by ``access.public_trust``.

How to mend it
    Add the source account, or the ARN of the resource, as a condition of the trust policy.

    Put ``StringEquals`` on ``aws:SourceAccount`` into the statement and write it back with ``aws
    iam update-assume-role-policy --role-name NAME --policy-document file://trust.json``. The guide
    of each service tells the ARN that it sends as ``aws:SourceArn``.

Sources
    The confused deputy problem, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    AWS global condition context keys: aws:SourceAccount, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import all_of, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Unknown
from auditor_checks._data import load
from auditor_checks.access._conditions import SERVICE_KEYS, narrows
from auditor_checks.access._grants import Fault, allowing, grants_of, judged, said, taken_back

_PREFIX = "service:"


class ServiceTrustSettings(Settings, frozen=True, kw_only=True):
    """Services that need no condition, beside those that cannot tell for whom they act."""

    ignored_services: tuple[str, ...] = ()


def judge(policy: AccessPolicy, view: View[ServiceTrustSettings]) -> Iterator[Verdict]:
    """Look for services that are let in without a source."""
    address, grants = policy.origin.address, grants_of(policy)
    if policy.purpose != "trust" or "/aws-service-role/" in address:
        return
    telling = set(load("confused_deputy")["services"]) - set(view.settings.ignored_services)

    def services(grant: Grant) -> list[str]:
        if grant.effect == "deny":
            return []
        names = (str(item).removeprefix(_PREFIX) for item in grant.principals)
        return [name for name in names if name in telling]

    if not isinstance(policy.grants, Unknown) and not any(map(services, grants)):
        return

    def fault(grant: Grant) -> Fault:
        named = services(grant)
        if not named or taken_back(grants, grant):
            return ""
        tied = any_of(narrows(condition, SERVICE_KEYS) for condition in grant.conditions)
        answer = all_of((allowing(grant), negate(tied)))
        return said(answer, f"lets in {named[0]} on behalf of anybody")

    yield from judged(policy, fault, "says for whom services act", doubts=False)


CHECK = Check(
    id="access.unscoped_service_trust",
    title="A service may take the role for anybody",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=ServiceTrustSettings,
    controls=("ACC-09",),
    same_as=(
        "iam_role_cross_service_confused_deputy_prevention",
        "iam_role_service_trust_restricts_source_to_account",
    ),
)
