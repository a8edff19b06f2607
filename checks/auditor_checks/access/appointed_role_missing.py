"""An account without a role for dealing with AWS Support, or for auditors.

Why it matters
    When a case has to be opened at night, or an auditor arrives, somebody else gives them
    administrator rights because nothing smaller is at hand.

Verdicts
    One verdict a duty. PASS when a role has the ready-made policy of the duty attached
    (``AWSSupportAccess``, ``SecurityAudit``); FAIL when none has. UNKNOWN when the answer could not
    be had.

How to mend it
    Make a role with the ready-made policy, and say who may assume it.

    ``aws iam create-role --role-name support --assume-role-policy-document file://trust.json`` and
    ``aws iam attach-role-policy --role-name support --policy-arn
    arn:aws:iam::aws:policy/AWSSupportAccess``. Permission sets of Identity Center with that policy
    appear as roles and count.

Sources
    Access permissions for AWS Support Center, https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html
    AWS managed policies for job functions, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
    CIS AWS Foundations 3.0: 1.17; 5.0: 1.16, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "appointed_role",
    id="access.appointed_role_missing",
    title="Role for a standing duty does not exist",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="exists",
    bad="does not exist",
    controls=("ACC-02", "PRR-03"),
    same_as=(
        "iam_securityaudit_role_created",
        "iam_support_role_created",
    ),
)
