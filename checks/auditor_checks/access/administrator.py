"""A user, or a role that people can take, that may do everything.

Why it matters
    Whoever gets hold of an administrator owns the account: its data, its backups, its logs and
    its bill. Administrators made by the way, through a group or several policies that add up,
    are in nobody's mind when rights are reviewed.

Verdicts
    FAIL when all policies taken together (inline, attached, of groups, within the permissions
    boundary and the ceilings of the organisation) allow every right over rights on everything,
    as ``*`` and ``iam:*`` do, so that any other right can be had; the message names the path. A
    condition about how a call is made, such as a second factor, makes no difference. PASS when
    they do not, and for names in ``allowed``, which may also be those of groups. UNKNOWN when that
    hangs on a policy that was not read or a condition that cannot be judged. Roles that only
    services can take are judged by ``access.administrator_workload``. Roles made by the provider
    for its services, and those of Identity Center, are not judged; groups are by their members.
    A member of an organisation may not read the ceilings over it unless it is a delegated
    administrator: it is judged without them, and a gap says so.

How to mend it
    Give the rights that the work needs, and keep one guarded role for emergencies.

    ``aws iam detach-user-policy --user-name NAME --policy-arn ARN`` takes a policy away;
    ``aws iam generate-service-last-accessed-details --arn ARN`` tells which services were used.
    Set an alarm on the use of the role that stays, and name it in ``allowed``.

Sources
    Security best practices in IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
    Policy evaluation logic, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    CIS AWS Foundations 3.0: 1.16; 5.0: 1.15, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Severity, Verdict, View
from auditor.facts import AccessPolicy, Principal
from auditor_checks.access._administration import AdministratorSettings, judge_administrator


def judge(principal: Principal, view: View[AdministratorSettings]) -> Iterator[Verdict]:
    """Judge what a person, or another account, can become."""
    yield from judge_administrator(principal, view, people=True)


CHECK = Check(
    id="access.administrator",
    title="Principal is administrator",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=AdministratorSettings,
    controls=("ACC-02",),
    also=(Principal, AccessPolicy),
    same_as=(
        "iam_aws_attached_policy_no_administrative_privileges",
        "iam_inline_policy_no_administrative_privileges",
        "iam_role_administratoraccess_policy",
        "iam_user_administrator_access_policy",
    ),
)
