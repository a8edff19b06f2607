"""A service account that names a role of AWS which is not there.

Why it matters
    Its pods get no credentials and fail when they call AWS; and whoever may create roles in that
    account can make one of this name, which the pods then take.

Verdicts
    FAIL when the role that the annotation ``eks.amazonaws.com/role-arn`` names is not among the
    roles of an AWS account audited in the same run. PASS when it is. UNKNOWN when the annotation
    could not be had. Accounts that were not audited, and other clouds, give no verdict.

How to mend it
    Correct the annotation, or create the role.

        metadata:
          annotations:
            eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/shop-uploader

Sources
    Amazon EKS: IAM roles for service accounts, https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
    AWS IAM: IAM identifiers, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Principal, ServiceAccount, Unknown
from auditor.rbac.routes import account_of
from auditor_checks.access._cloud import AT, account_audited, address_of


def judge(account: ServiceAccount, view: View[Settings]) -> Iterator[Verdict]:
    """Look the role up among those of its account."""
    role = account.cloud_identity
    if isinstance(role, Unknown):
        yield Verdict(Outcome.UNKNOWN, role.reason, AT)
    elif account.cloud == "aws" and account_audited(role, view):
        if role in view.by(Principal, address_of):
            yield Verdict(Outcome.PASS, f"{account_of(account)} acts as {role}, which exists", AT)
        else:
            message = f"{account_of(account)} acts as {role}, which does not exist"
            yield Verdict(Outcome.FAIL, message, AT)


CHECK = Check(
    id="access.cloud_identity_missing",
    title="Service account names a cloud role that is not there",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=ServiceAccount,
    judge=judge,
    controls=("ACC-06",),
    also=(Principal,),
    span=Span.RUN,
)
