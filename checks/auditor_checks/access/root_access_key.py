"""An access key of the account's all-powerful first user.

Why it matters
    No policy limits the root user: the key may close the account, change its owner and erase its
    logs. It is never needed, and a leak of it cannot be contained.

Verdicts
    FAIL when an access key belongs to the root user and is not inactive. PASS when it belongs to
    somebody else or is inactive, and when the provider tells that the root user has none. UNKNOWN
    when the owner, or whether it is active, could not be had. Other credentials are not judged.

How to mend it
    Delete the root user's access keys, and let programs assume roles.

        resource "aws_iam_role" "deployer" {
          name               = "deployer"
          assume_role_policy = data.aws_iam_policy_document.deployer_trust.json
        }

    In an organisation, AWS can hold back root credentials of member accounts altogether.

Sources
    Root user best practices, https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
    CIS AWS Foundations 3.0: 1.4; 5.0: 1.3, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View, unwanted
from auditor.facts import Credential
from auditor_checks.access._credentials import failure

_FORMS = ("access key", "root access keys")


def judge(credential: Credential, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``root`` of access keys, or whether the root user has any at all."""
    subject, root = credential.subject, credential.root
    if credential.form not in _FORMS:
        return
    if credential.form == "root access keys" and credential.active is False:
        yield Verdict(Outcome.PASS, "root user has no access key", "root")
    elif root is True and credential.active is not False:
        yield from failure(credential, f"{subject} belongs to the root user", "root")
    else:
        open_ = False if credential.active is False else root
        yield from unwanted(open_, "root", f"{subject} gives no entry as the root user", "")


CHECK = Check(
    id="access.root_access_key",
    title="Root user has an access key",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=Credential,
    judge=judge,
    controls=(
        "SECR-04",
        "ACC-07",
    ),
    same_as=(
        "CKV_AWS_348",
        "AWS-0141",
        "AVD-AWS-0141",
        "aws-iam-no-root-access-keys",
        "iam_no_root_access_key",
        "kics:Root Account Has Active Access Keys",
    ),
)
