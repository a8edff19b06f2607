"""A role for services only that may do everything.

Why it matters
    Every flaw in the program that runs with such a role is a flaw in the whole account: a
    forged request, a poisoned package or a leaked token is all it takes.

Verdicts
    FAIL when a role that only services, or the workloads of a cluster, can take is administrator,
    reckoned as in ``access.administrator``; the message names the path. PASS when it is not, and
    for names in ``allowed``. UNKNOWN when that hangs on a policy that was not read or a condition
    that cannot be judged. Roles made by the provider for its services are not judged.

How to mend it
    Allow the role only what its program calls.

    Access Analyzer writes such a policy out of what the role did:
    ``aws accessanalyzer start-policy-generation``. Where a pipeline has to create anything at all,
    as the execution role of CloudFormation does, limit who may pass or call it, give it a
    permissions boundary, and name it in ``allowed``.

Sources
    Security best practices in IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
    Generate policies based on access activity, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_generate-policy.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Severity, Verdict, View
from auditor.facts import AccessPolicy, Principal
from auditor_checks.access._administration import AdministratorSettings, judge_administrator


def judge(principal: Principal, view: View[AdministratorSettings]) -> Iterator[Verdict]:
    """Judge what only services can become."""
    yield from judge_administrator(principal, view, people=False)


CHECK = Check(
    id="access.administrator_workload",
    title="Workload is administrator",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=AdministratorSettings,
    controls=("ACC-02", "ACC-06"),
    also=(Principal, AccessPolicy),
)
