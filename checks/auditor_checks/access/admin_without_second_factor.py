"""A user who is administrator and signs in without a second factor.

Why it matters
    One phished password, or one key found in a repository, is then the whole account.

Verdicts
    FAIL when a user is administrator (reckoned as in ``access.administrator``), has a console
    password or an active access key, and no second factor. PASS when an administrator has one, or
    nothing to sign in with. UNKNOWN when that could not be told. Other users are judged by
    ``access.password_without_second_factor``.

How to mend it
    Register a second factor for the user, or take the administration away.

    ``aws iam enable-mfa-device --user-name NAME --serial-number ARN --authentication-code1 CODE
    --authentication-code2 CODE`` registers a device; a security key is registered in the console.
    For keys, demand the factor by a denial while ``aws:MultiFactorAuthPresent`` is false.

Sources
    Require multi-factor authentication, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#enable-mfa-for-privileged-users
    CIS AWS Foundations 3.0: 1.10; 5.0: 1.9, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import all_of, any_of, negate
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Credential, Principal, Unknown
from auditor_checks.access._credentials import keys_by_owner
from auditor_checks.access._effective import account_in


def judge(principal: Principal, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``second_factor`` of administrators."""
    second = principal.second_factor
    if principal.form != "user" or second is None:
        return
    account = account_in(view)
    decision = account.administrator(account.holders[principal.origin.address])
    if decision.answer is False:
        return
    keys = keys_by_owner(view)
    own = keys.get(principal.origin.address, ())
    strays = any(key is not False for key in keys.get(None, ()))
    stray = Unknown("whose an access key is could not be told") if strays else False
    signs_in = any_of((principal.password or False, *own, stray))
    answer = all_of((negate(second), signs_in, decision.answer))
    who, at = f"{principal.subject} {principal.name}", "second_factor"
    if isinstance(decision.answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, decision.answer.reason, at)
    elif isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, at)
    elif answer:
        text = f"{who} has no second factor and is administrator via {decision.path}"
        yield Verdict(Outcome.FAIL, text, at)
    elif second is True:
        yield Verdict(Outcome.PASS, f"{who} is administrator and has a second factor", at)
    else:
        yield Verdict(Outcome.PASS, f"{who} is administrator and has nothing to sign in with", at)


CHECK = Check(
    id="access.admin_without_second_factor",
    title="Administrator signs in without a second factor",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    controls=("ACC-01",),
    also=(Principal, AccessPolicy, Credential),
    same_as=("iam_administrator_access_with_mfa",),
)
