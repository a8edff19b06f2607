"""A policy written into a single user rather than into a group or role.

Why it matters
    An inline policy lives and dies with its user and appears in no list of policies. Rights given
    this way escape every review that looks at groups and roles.

Verdicts
    FAIL when an identity policy belongs to a user; PASS when to a group or a role. Policies that
    stand alone, or whose holder is unknown, are not judged.

How to mend it
    Move the policy to a group or, better, to a role that the user assumes.

        resource "aws_iam_group_policy" "developers" {
          group  = aws_iam_group.developers.name
          policy = data.aws_iam_policy_document.developers.json
        }

Sources
    Managed policies and inline policies, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
    CIS AWS Foundations 3.0: 1.15; 5.0: 1.14, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy


def judge(policy: AccessPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``attached_to``."""
    if policy.purpose != "identity":
        return
    if policy.attached_to == "user":
        text = f"{policy.subject} is written into a user, not into a group or role"
        yield Verdict(Outcome.FAIL, text, "attached_to")
    elif policy.attached_to in ("group", "role"):
        text = f"{policy.subject} belongs to a {policy.attached_to}"
        yield Verdict(Outcome.PASS, text, "attached_to")


CHECK = Check(
    id="access.inline_policy_on_user",
    title="Policy is written into a user",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    controls=("ACC-02",),
    same_as=(
        "CKV_AWS_40",
        "AWS-0143",
        "AVD-AWS-0143",
        "aws-iam-no-user-attached-policies",
        "iam_policy_attached_only_to_group_or_roles",
        "kics:IAM Policies Attached To User",
    ),
)
