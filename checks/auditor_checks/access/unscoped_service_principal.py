"""A resource policy that lets in a service without saying for whose resources it acts.

Why it matters
    A provider's service acts for all its customers. A policy that trusts ``s3.amazonaws.com``
    trusts it also when a stranger's bucket sends the event: the service becomes a confused deputy
    that carries out the stranger's wish with your permission.

Verdicts
    FAIL when a statement allows a service (``service:…``) and no condition ties the call to a
    source account, ARN, organisation or network. PASS when each such statement has one, when a
    denial without conditions takes it back, or when the service is in ``ignored_services``.
    UNKNOWN when that hangs on a part that could not be had. Policies that trust no service are
    not judged.

How to mend it
    Add the ARN, or at least the account, of the resource that may call.

        resource "aws_lambda_permission" "bucket" {
          action         = "lambda:InvokeFunction"
          function_name  = aws_lambda_function.resize.function_name
          principal      = "s3.amazonaws.com"
          source_arn     = aws_s3_bucket.uploads.arn
          source_account = data.aws_caller_identity.current.account_id
        }

    Give both for buckets: their ARN holds no account.

Sources
    The confused deputy problem, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    Granting Lambda function access to AWS services, https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import all_of, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Unknown
from auditor_checks.access._conditions import SERVICE_KEYS, narrows
from auditor_checks.access._grants import Fault, allowing, denied, grants_of, judged, said

_PREFIX = "service:"


class ServiceSettings(Settings, frozen=True, kw_only=True):
    """Services that cannot say for whom they act."""

    ignored_services: tuple[str, ...] = ("logdelivery.elasticloadbalancing.amazonaws.com",)


def judge(policy: AccessPolicy, view: View[ServiceSettings]) -> Iterator[Verdict]:
    """Look for services that are let in without a source."""
    grants = grants_of(policy)
    if policy.purpose != "resource":
        return
    if not isinstance(policy.grants, Unknown) and not any(map(_services, grants)):
        return

    def fault(grant: Grant) -> Fault:
        services = [name for name in _services(grant) if name not in view.settings.ignored_services]
        actions = [action for action in grant.actions if isinstance(action, str)]
        if not services or (actions and all(denied(grants, grant, action) for action in actions)):
            return ""
        tied = any_of(narrows(condition, SERVICE_KEYS) for condition in grant.conditions)
        answer = all_of((allowing(grant), negate(tied)))
        return said(answer, f"lets in {services[0]} on behalf of anybody")

    yield from judged(policy, fault, "says for whom services act")


def _services(grant: Grant) -> list[str]:
    if grant.effect == "deny":
        return []
    return [
        principal.removeprefix(_PREFIX)
        for principal in grant.principals
        if isinstance(principal, str) and principal.startswith(_PREFIX)
    ]


CHECK = Check(
    id="access.unscoped_service_principal",
    title="A service may act for anybody's resources",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=ServiceSettings,
    controls=("ACC-09",),
    same_as=(
        "CKV_AWS_364",
        "AWS-0067",
        "AVD-AWS-0067",
        "aws-lambda-restrict-source-arn",
    ),
)
