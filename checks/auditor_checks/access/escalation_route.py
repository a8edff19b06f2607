"""A user or role that can make itself administrator.

Why it matters
    Some rights are as good as full administration by a detour: to make oneself a key of an
    administrator, to assume a role that may pass another role to a function, to join a group.
    No list of administrators shows who can go such a way, and no single policy does either.

Verdicts
    FAIL when steps lead from the principal to one that is administrator (reckoned as in
    ``access.administrator``), or to raising its own rights; the message tells a shortest route
    step by step. Steps are: assuming a role, rewriting its trust, handing it to a service that
    runs code (data file ``escalation_routes``), making a key or password of a user, joining a
    group, putting rights on itself or on whom it can become, and creating somebody new with any
    rights. PASS when none leads there, and for names in ``allowed``. UNKNOWN when one may: a
    policy was not read, or a condition cannot be judged. Administrators, groups and roles that
    the provider keeps for its services are not judged. Code that runs already, such as a function
    whose code can be changed, older versions of policies and routes through other accounts are
    not followed.

How to mend it
    Take away the right that the first step of the route uses, or limit it to named resources.

    Most routes end with one of these: a condition on ``iam:PassedToService`` with named roles for
    ``iam:PassRole``, a condition on ``iam:PermissionsBoundary`` for those who create roles,
    ``arn:aws:iam::*:user/${aws:username}`` as the resource for keys, and a trust policy that names
    roles in place of the account.

Sources
    AWS IAM Privilege Escalation: Methods and Mitigation, https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
    Granting a user permissions to pass a role to an AWS service, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    Permissions boundaries for IAM entities, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Principal
from auditor_checks.access._administration import AT
from auditor_checks.access._effective import account_in
from auditor_checks.access._patterns import covers
from auditor_checks.access._routes import provided, routes_in


class RouteSettings(Settings, frozen=True, kw_only=True):
    """Names of principals that may have such a route, with ``*`` and ``?`` as wildcards."""

    allowed: tuple[str, ...] = ()


def judge(principal: Principal, view: View[RouteSettings]) -> Iterator[Verdict]:
    """Tell the principal's route to administration."""
    account = account_in(view)
    address = principal.origin.address
    holder = account.holders.get(address)
    if holder is None or principal.form == "group" or provided(holder):
        return
    if account.administrator(holder).answer is True:
        return
    routes = routes_in(account)
    who = f"{principal.subject} {principal.name}"
    route, doubtful = routes.sure.get(address), routes.doubtful.get(address)
    if route is not None and any(covers(name, principal.name) for name in view.settings.allowed):
        yield Verdict(Outcome.PASS, f"{who} can become administrator, as is accepted", AT)
    elif route is not None:
        yield Verdict(Outcome.FAIL, f"{who}{route.told()}", AT)
    elif doubtful is not None:
        told = f", which may be a way to administration:{doubtful.told()}" if doubtful.hops else ""
        yield Verdict(Outcome.UNKNOWN, f"{doubtful.doubt}{told}", AT)
    else:
        yield Verdict(Outcome.PASS, f"{who} has no known way to full administration", AT)


CHECK = Check(
    id="access.escalation_route",
    title="Principal can make itself administrator",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=RouteSettings,
    controls=("ACC-02",),
    also=(Principal, AccessPolicy),
)
