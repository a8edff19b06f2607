"""A policy attached to a single user rather than to a group or role.

Why it matters
    Rights given one by one are forgotten one by one: they stay when the person changes teams, and
    no review of groups shows them.

Verdicts
    FAIL when the policy is attached to a user; PASS when to a group or a role; UNKNOWN when to
    several kinds of principal at once and it could not be told which.

How to mend it
    Attach the policy to a group or, better, to a role that the user assumes.

        resource "aws_iam_group_policy_attachment" "developers" {
          group      = aws_iam_group.developers.name
          policy_arn = aws_iam_policy.developers.arn
        }

Sources
    IAM user groups, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
    CIS AWS Foundations 3.0: 1.15; 5.0: 1.14, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import PolicyAttachment


def judge(attachment: PolicyAttachment, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``principal_kind``."""
    kind, subject = attachment.principal_kind, attachment.subject
    if kind == "user":
        policy = attachment.policy
        told = isinstance(policy, str) and policy.startswith("arn:")
        of = f" of {str(policy).rpartition('/')[2]}" if told else ""
        text = f"{subject}{of} goes to a user, not to a group or role"
        yield Verdict(Outcome.FAIL, text, "principal_kind")
    elif kind == "several":
        text = f"it could not be told whom {subject} goes to"
        yield Verdict(Outcome.UNKNOWN, text, "principal_kind")
    else:
        yield Verdict(Outcome.PASS, f"{subject} goes to a {kind}", "principal_kind")


CHECK = Check(
    id="access.policy_on_user",
    title="Policy is attached to a user",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PolicyAttachment,
    judge=judge,
    controls=("ACC-02",),
    same_as=(
        "CKV_AWS_40",
        "AWS-0143",
        "AVD-AWS-0143",
        "aws-iam-no-user-attached-policies",
        "iam_policy_attached_only_to_group_or_roles",
        "kics:IAM Policies Attached To User",
        "GCP-0003",
        "AVD-GCP-0003",
    ),
)
