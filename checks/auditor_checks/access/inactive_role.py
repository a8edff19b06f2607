"""A role that nobody has taken for a long time.

Why it matters
    Whoever may take the role has its rights, needed or not. Old roles of projects that ended are
    steps on an intruder's way, and make every review of rights longer.

Verdicts
    FAIL when nobody has used a role for more than ``max_days`` (90), or since it was made when
    nobody ever did. PASS when it was used or made since. UNKNOWN when its last use could not be
    had, or when the provider's record does not reach back that far. Roles that the provider made
    and keeps for its services, and those with a name in ``allowed``, are not judged.

How to mend it
    Delete the role when nobody claims it.

    ``aws iam get-role --role-name NAME`` tells its last use and region. Before the deletion, deny
    everything in its trust policy for a while: that can be undone. Roles for an emergency that are
    meant to lie unused can be waived, with a date for the next trial.

Sources
    Refine permissions in AWS using last accessed information, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
    NIST SP 800-53 r5: AC-2(3), https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Principal
from auditor_checks.access._activity import judge_silence
from auditor_checks.access._patterns import covers


class InactiveRoleSettings(Settings, frozen=True, kw_only=True):
    """Days that a role may lie unused, and names of roles that may rest for ever, with ``*`` and
    ``?`` as wildcards: at first those that AWS Organizations, Control Tower and StackSets make in
    every account that they open."""

    max_days: int = 90
    allowed: tuple[str, ...] = (
        "AWSControlTowerExecution",
        "OrganizationAccountAccessRole",
        "aws-controltower-*",
        "stacksets-exec-*",
    )


def judge(principal: Principal, view: View[InactiveRoleSettings]) -> Iterator[Verdict]:
    """Judge ``last_active`` of roles."""
    if principal.form != "role" or principal.provider_managed:
        return
    if not any(covers(name, principal.name) for name in view.settings.allowed):
        yield from judge_silence(principal, view.moment, view.settings.max_days)


CHECK = Check(
    id="access.inactive_role",
    title="Role is no longer used",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=InactiveRoleSettings,
    controls=("ACC-03", "ACC-06"),
)
