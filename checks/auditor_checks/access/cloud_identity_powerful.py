"""Pods that administer an AWS account by the role of their service account.

Why it matters
    Whoever may create pods in that namespace, or breaks into one, administers the AWS account as
    well: a way out of the cluster that neither side's review of access shows by itself.

Verdicts
    FAIL when the role that the annotation ``eks.amazonaws.com/role-arn`` names may do everything
    in an AWS account audited in the same run; the message has the path. PASS when it may not.
    UNKNOWN when the annotation, or the rights of the role, could not be had. Roles that are not
    there, accounts that were not audited, and other clouds give no verdict.

How to mend it
    Give the service account a role with the actions that its pods call.

        metadata:
          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/shop-uploader

Sources
    Amazon EKS: IAM roles for service accounts, https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
    AWS IAM: Security best practices in IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import AccessPolicy, Principal, ServiceAccount, Unknown
from auditor.rbac.routes import account_of
from auditor_checks.access._cloud import AT
from auditor_checks.access._effective import account_in


def judge(account: ServiceAccount, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the rights of the role in its AWS account."""
    role = account.cloud_identity
    if isinstance(role, Unknown):
        yield Verdict(Outcome.UNKNOWN, role.reason, AT)
        return
    if account.cloud != "aws":
        return
    aws = account_in(view)
    holder = aws.holders.get(role)
    if holder is None:
        return
    decision = aws.administrator(holder)
    who = f"{account_of(account)}, which acts as {role},"
    if isinstance(decision.answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, decision.answer.reason, AT)
    elif decision.answer:
        message = f"{who} administers the AWS account via {decision.path}"
        yield Verdict(Outcome.FAIL, message, AT)
    else:
        yield Verdict(Outcome.PASS, f"{who} does not administer the AWS account", AT)


CHECK = Check(
    id="access.cloud_identity_powerful",
    title="Pods administer a cloud account",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=ServiceAccount,
    judge=judge,
    controls=("ACC-02", "ACC-06"),
    also=(Principal, AccessPolicy),
    span=Span.RUN,
)
