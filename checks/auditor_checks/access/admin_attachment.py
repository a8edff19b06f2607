"""A principal that is given the provider's ready-made administrator policy.

Why it matters
    The ready-made policy allows everything, now and for every service to come. It hides in one
    line, and a reviewer who looks for wildcards in policies does not see it.

Verdicts
    FAIL when the policy's name, or the last part of its ARN, is one of ``policies``; PASS when it
    is another; UNKNOWN when it could not be had. Users and roles of a live account that have it
    are judged by ``access.administrator`` and ``access.administrator_workload``, which weigh all
    their policies and limits; their groups are judged here. Roles of other providers are judged
    by ``access.admin_policy``.

How to mend it
    Attach a policy that lists the needed actions instead of the administrator policy.

        resource "aws_iam_role_policy_attachment" "deploy" {
          role       = aws_iam_role.deploy.name
          policy_arn = aws_iam_policy.deploy.arn
        }

    AWS keeps narrower ready-made policies by job, such as ``ViewOnlyAccess`` and
    ``DatabaseAdministrator``.

Sources
    AWS managed policies for job functions, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
    CIS AWS Foundations 3.0: 1.16; 5.0: 1.15, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import PolicyAttachment, Principal, Unknown
from auditor_checks.access._administration import listed


class AttachmentSettings(Settings, frozen=True, kw_only=True):
    """Names of policies that hold everything."""

    policies: tuple[str, ...] = ("AdministratorAccess", "IAMFullAccess")


def judge(attachment: PolicyAttachment, view: View[AttachmentSettings]) -> Iterator[Verdict]:
    """Look the policy's name up."""
    policy, subject = attachment.policy, attachment.subject
    if attachment.origin.provider != "aws":
        return
    if isinstance(policy, Unknown):
        yield Verdict(Outcome.UNKNOWN, policy.reason, "policy")
        return
    name = policy.rpartition("/")[2]
    if name in view.settings.policies:
        if attachment.origin.address not in listed(view):
            yield Verdict(Outcome.FAIL, f"{subject} gives {name}", "policy")
    else:
        yield Verdict(Outcome.PASS, f"{subject} gives no administrator policy", "policy")


CHECK = Check(
    id="access.admin_attachment",
    title="Administrator policy is attached",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=PolicyAttachment,
    judge=judge,
    settings=AttachmentSettings,
    controls=("ACC-02",),
    also=(Principal,),
    same_as=(
        "CKV_AWS_274",
        "CKV2_AWS_56",
        "iam_aws_attached_policy_no_administrative_privileges",
        "iam_role_administratoraccess_policy",
        "iam_group_administrator_access_policy",
        "iam_user_administrator_access_policy",
        "kics:IAM Role With Full Privileges",
    ),
)
