"""A ready-made policy that gives a whole service away, attached to somebody.

Why it matters
    Policies called *full access* are written so that nothing is ever refused. With
    ``AWSCloudShellFullAccess`` a terminal in the browser can fetch from and send files to any
    place on the internet, past every firewall of yours, with the rights of whoever opened it.

Verdicts
    FAIL when one of ``policies`` is attached to a user, group or role. PASS when another policy
    is. Policies that give everything, and those whose name could not be had, are reported by
    ``access.admin_attachment``.

How to mend it
    Attach a policy of your own that allows only what is needed.

    ``aws iam list-entities-for-policy --policy-arn
    arn:aws:iam::aws:policy/AWSCloudShellFullAccess`` names who has it, ``aws iam
    detach-role-policy`` takes it away. For CloudShell leave out ``cloudshell:GetFileUploadUrls``
    and ``cloudshell:GetFileDownloadUrls``. An administrator's role can be waived.

Sources
    Managing AWS CloudShell access and usage with IAM policies, https://docs.aws.amazon.com/cloudshell/latest/userguide/sec-auth-with-identities.html
    CIS AWS Foundations 3.0: 1.22; 5.0: 1.21, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import PolicyAttachment, Unknown


class BroadSettings(Settings, frozen=True, kw_only=True):
    """Names of ready-made policies that nobody should have."""

    policies: tuple[str, ...] = ("AWSCloudShellFullAccess", "AmazonBedrockFullAccess")


def judge(attachment: PolicyAttachment, view: View[BroadSettings]) -> Iterator[Verdict]:
    """Look the policy's name up."""
    policy, subject = attachment.policy, attachment.subject
    if attachment.origin.provider != "aws" or isinstance(policy, Unknown):
        return
    name = policy.rpartition("/")[2]
    if name in view.settings.policies:
        yield Verdict(Outcome.FAIL, f"{subject} gives {name}", "policy")
    else:
        yield Verdict(Outcome.PASS, f"{subject} gives no policy of the list", "policy")


CHECK = Check(
    id="access.broad_attachment",
    title="Policy that gives a whole service is attached",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=PolicyAttachment,
    judge=judge,
    settings=BroadSettings,
    controls=("ACC-02",),
    same_as=(
        "bedrock_full_access_policy_attached",
        "iam_policy_cloudshell_admin_not_attached",
    ),
)
