"""What checks of a cluster's access control share: its joined roles, and how a role is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import (
    AccessBinding,
    AccessRole,
    AccessSubject,
    Listing,
    ServiceAccount,
    Unknown,
    Workload,
)
from auditor.rbac.estate import Estate, identity_of
from auditor.rbac.powers import Power
from auditor.rbac.routes import Routes
from auditor.rbac.rules import EVERYTHING, everything
from auditor_checks._cluster import unseen

ROLES = ("roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io")
BINDINGS = (
    "rolebindings.rbac.authorization.k8s.io",
    "clusterrolebindings.rbac.authorization.k8s.io",
)
WORKLOADS = (
    "cronjobs.batch",
    "daemonsets.apps",
    "deployments.apps",
    "jobs.batch",
    "pods",
    "replicasets.apps",
    "replicationcontrollers",
    "statefulsets.apps",
)
ESTATE = (AccessRole, AccessBinding, Listing)
"""Kinds of facts that :func:`estate_in` needs in ``also``."""
INHABITED = (*ESTATE, Workload, ServiceAccount)
"""Kinds of facts that :func:`routes_in` needs in ``also``."""
SHOWN = 3
"""Subjects that a message names; the others are counted."""

T = TypeVar("T")
_KEPT = 64
_kept: dict[tuple[Any, ...], tuple[tuple[Sequence[Any], ...], Any]] = {}


def estate_in(view: View[Any]) -> Estate:
    """Return the roles and bindings of a scope, joined once for all checks."""
    return _once(Estate, view.all(AccessRole), view.all(AccessBinding))


def routes_in(view: View[Any]) -> Routes:
    """Return the ways up within a scope, worked out once for all checks."""
    parts = (AccessRole, AccessBinding, Workload, ServiceAccount)
    return _once(_routes, *(view.all(kind) for kind in parts))


def _routes(
    roles: Sequence[AccessRole],
    bindings: Sequence[AccessBinding],
    workloads: Sequence[Workload],
    accounts: Sequence[ServiceAccount],
) -> Routes:
    return Routes(_once(Estate, roles, bindings), workloads, accounts)


def _once(make: Callable[..., T], *parts: Sequence[Any]) -> T:
    """Make something of sequences, or return what was made of the very same ones."""
    key = (make, *map(id, parts))
    entry = _kept.get(key)
    if entry is None or any(old is not new for old, new in zip(entry[0], parts, strict=True)):
        if len(_kept) >= _KEPT:
            _kept.clear()
        entry = _kept[key] = (parts, make(*parts))
    found: T = entry[1]
    return found


def unread(view: View[Any]) -> Unknown | None:
    """Return why roles or bindings may exist that were not read, or None."""
    return unseen(view, *ROLES, *BINDINGS)


def named(fact: AccessRole | AccessBinding) -> str:
    """Return ``Role shop/reader``."""
    where = f"{fact.namespace}/" if fact.namespace else ""
    return f"{fact.subject} {where}{fact.name}"


def who(subject: AccessSubject) -> str:
    """Return ``ServiceAccount shop/ci``; ``?`` stands for what could not be read."""
    identity = identity_of(subject)
    if identity is not None:
        return str(identity)
    words = (subject.form, subject.name)
    return " ".join("?" if isinstance(word, Unknown) else word for word in words)


def whom(binding: AccessBinding) -> str:
    """Return the first subjects of a binding and how many more there are."""
    if isinstance(binding.subjects, Unknown):
        return "subjects that could not be read"
    shown = [who(subject) for subject in binding.subjects[:SHOWN]]
    more = len(binding.subjects) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def subjects_of(binding: AccessBinding) -> Iterable[tuple[str, AccessSubject]]:
    """Yield the subjects with the place of each, as far as they were read."""
    if not isinstance(binding.subjects, Unknown):
        for number, subject in enumerate(binding.subjects):
            yield f"subjects[{number}]", subject


def judge_subjects(
    binding: AccessBinding,
    wrong: Callable[[AccessSubject], bool],
    fault: str,
    good: str,
    forms: tuple[str, ...] = ("User", "Group"),
) -> Iterator[Verdict]:
    """Fail each subject of these forms that a binding should not name; ``fault`` precedes its
    name."""
    if binding.provided:
        return
    if isinstance(binding.subjects, Unknown):
        yield Verdict(Outcome.UNKNOWN, binding.subjects.reason, "subjects")
        return
    clean = True
    for at, subject in subjects_of(binding):
        if not isinstance(subject.form, Unknown) and subject.form not in forms:
            continue
        hole = next((w for w in (subject.form, subject.name) if isinstance(w, Unknown)), None)
        if hole is not None:
            clean = False
            yield Verdict(Outcome.UNKNOWN, hole.reason, at)
        elif wrong(subject):
            clean = False
            role = "a role" if isinstance(binding.role, Unknown) else binding.role
            yield Verdict(Outcome.FAIL, f"{named(binding)} gives {role} to {fault}", at)
    if clean:
        yield Verdict(Outcome.PASS, f"{named(binding)} {good}", "subjects")


def judge_role(role: AccessRole, power: Power, *, told: bool = False) -> Iterator[Verdict]:
    """Fail each rule of a role that gives a right over objects of any name.

    Roles that the cluster keeps are not judged. A role that gathers the rules of others is
    judged by theirs. A rule that allows everything is told by ``access.all_powerful_role``; with
    ``told``, a rule for every resource is left to ``access.wildcard_rule``. What lies in no
    namespace is not among every resource of one.
    """
    if role.provided:
        return
    if isinstance(role.rules, Unknown):
        yield Verdict(Outcome.UNKNOWN, role.rules.reason, "rules")
        return
    if role.live and role.aggregates:
        message = f"{named(role)} gathers the rules of other roles, which are judged"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "rules")
        return
    clean = True
    for rule in role.rules:
        answer = power.held_by(rule)
        if answer is False:
            continue
        clean = False
        if everything(rule) is True:
            yield Verdict(Outcome.NOT_APPLICABLE, f"{named(role)} allows everything", rule.at)
        elif power.cluster_wide and role.namespace and EVERYTHING in rule.resources:
            message = f"{named(role)} is for one namespace, in which none of this lies"
            yield Verdict(Outcome.NOT_APPLICABLE, message, rule.at)
        elif told and EVERYTHING in rule.resources:
            message = f"a rule of {named(role)} is for every resource"
            yield Verdict(Outcome.NOT_APPLICABLE, message, rule.at)
        elif isinstance(answer, Unknown):
            yield Verdict(Outcome.UNKNOWN, answer.reason, rule.at)
        else:
            message = f"{named(role)} {power.phrase}: {power.words(rule)}"
            yield Verdict(Outcome.FAIL, message, rule.at)
    if clean:
        limited = any(rule.names and power.touched_by(rule) is True for rule in role.rules)
        message = (
            f"{named(role)} {power.phrase}, but only named ones"
            if limited
            else f"no rule of {named(role)} {power.phrase}"
        )
        yield Verdict(Outcome.PASS, message, "rules")


def role_check(
    power: Power,
    *,
    id: str,
    title: str,
    severity: Severity,
    doc: str,
    controls: tuple[str, ...] = ("ACC-02",),
    same_as: tuple[str, ...] = (),
    told: bool = False,
) -> Check:
    """Return the check that fails roles which give a right, with no logic of its own; see
    :func:`judge_role`."""

    def judge(role: AccessRole, view: View[Settings]) -> Iterator[Verdict]:
        yield from judge_role(role, power, told=told)

    return Check(
        id=id,
        title=title,
        severity=severity,
        doc=doc,
        facts=AccessRole,
        judge=judge,
        controls=controls,
        same_as=same_as,
    )
