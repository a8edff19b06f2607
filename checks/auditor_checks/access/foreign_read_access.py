"""A role that lets another account read everything.

Why it matters
    Reading everything is more than looking at the configuration: it takes in the objects in every
    bucket and the rows in every table. Scanners and advisers ask for it because one ready-made
    policy is easily named.

Verdicts
    FAIL when a role lets in an account that is neither its own, nor manages the organisation, nor
    is in ``trusted_accounts``, and may read the contents of every bucket and table (data file
    ``sensitive_access``), or has one of ``policies`` attached. PASS when it may not. UNKNOWN when
    that hangs on a policy that was not read or a condition that cannot be judged. Roles that let
    in no other account are not judged.

How to mend it
    Attach a policy that shows the configuration and not the contents.

    ``aws iam attach-role-policy --role-name NAME --policy-arn
    arn:aws:iam::aws:policy/SecurityAudit`` (or ``job-function/ViewOnlyAccess``), then ``aws iam
    detach-role-policy --role-name NAME --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess``. The
    audit account of Control Tower, and others of yours, can be named in ``trusted_accounts``.

Sources
    AWS managed policies for job functions, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
    Access to AWS accounts owned by third parties, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Principal, Setting, Unknown
from auditor_checks._data import load
from auditor_checks.access._administration import AT
from auditor_checks.access._effective import Account, account_in
from auditor_checks.access._grants import allowing, taken_back
from auditor_checks.access._holders import Holder
from auditor_checks.access._organisation import strangers
from auditor_checks.access._trust import foreign_accounts


class ReadSettings(Settings, frozen=True, kw_only=True):
    """Numbers of other accounts that may read, and names of policies that read everything."""

    trusted_accounts: tuple[str, ...] = ()
    policies: tuple[str, ...] = ("ReadOnlyAccess",)


def judge(principal: Principal, view: View[ReadSettings]) -> Iterator[Verdict]:
    """Judge what a role gives those of other accounts that it lets in."""
    account = account_in(view)
    holder = account.holders.get(principal.origin.address)
    if principal.form != "role" or holder is None or holder.unmodifiable():
        return
    foreign, strange = _foreign(account, holder, view)
    if foreign is False:
        return
    attached = principal.policies if isinstance(principal.policies, tuple) else ()
    by_name = any(item.rpartition("/")[2] in view.settings.policies for item in attached)
    reads = any_of((by_name, all_of(_reading(account, holder))))
    answer = all_of((foreign, reads))
    who = f"{principal.subject} {principal.name}"
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, AT)
    elif answer:
        yield Verdict(Outcome.FAIL, f"{who} lets {' and '.join(strange)} read everything", AT)
    else:
        yield Verdict(Outcome.PASS, f"{who} does not let another account read everything", AT)


def _foreign(
    account: Account, holder: Holder, view: View[ReadSettings]
) -> tuple[Answer, list[str]]:
    """Say whether strange accounts may take a role, and which."""
    door = account.doors.get(holder.address)
    if door is None:
        return Unknown(f"the trust policy of {holder.label} was not read"), []
    if isinstance(door.grants, Unknown):
        return door.grants, []
    answers: list[Answer] = []
    strange: set[str] = set()
    for grant in door.grants:
        named = foreign_accounts(grant, holder.account)
        found, doubt = strangers(named, view.settings.trusted_accounts, view)
        if found and not taken_back(door.grants, grant):
            answers.append(all_of((allowing(grant), doubt or True)))
            strange.update(found)
    return any_of(answers), sorted(strange)


def _reading(account: Account, holder: Holder) -> Iterator[Answer]:
    for right in load("sensitive_access")["read_everything"]:
        yield account.decide(holder, right["action"], holder.arn(right["resource"])).answer


CHECK = Check(
    id="access.foreign_read_access",
    title="Another account may read everything",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=ReadSettings,
    controls=("ACC-09", "ACC-02"),
    also=(Principal, AccessPolicy, Setting),
    same_as=("iam_role_cross_account_readonlyaccess_policy",),
)
