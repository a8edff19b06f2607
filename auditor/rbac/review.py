"""Access reviews: everything that is given, and who can do one thing, as rows with their path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from auditor.facts import AccessBinding, AccessRole, AccessRule, Listing, Unknown
from auditor.listed import EVERYWHERE, may_be_declared, may_run
from auditor.rbac.builtin import BUILT_IN, exists_everywhere
from auditor.rbac.estate import Estate, Grant, Identity, identity_of
from auditor.rbac.powers import serious_in
from auditor.rbac.routes import MASTERS
from auditor.rbac.rules import Request, describe, everything
from auditor.rbac.scopes import CLUSTER_WIDE, gives_within

ADMINISTRATOR = "administrator"
ALWAYS = f"{MASTERS} may do everything in every cluster, whatever roles say"
"""What no binding shows."""
_GROUP = ".rbac.authorization.k8s.io"
_BINDINGS = (f"rolebindings{_GROUP}", f"clusterrolebindings{_GROUP}")
_ROLES = {"Role": f"roles{_GROUP}", "ClusterRole": f"clusterroles{_GROUP}"}
_LISTED = (*_BINDINGS, *_ROLES.values())


class Entry(Struct, frozen=True, kw_only=True):
    """One rule that somebody has. All of it is text, for tables.

    ``namespace`` is where it holds, ``*`` everywhere. ``powers`` names the strong rights that
    the rule gives, ``administrator`` when it gives everything. ``sure`` is false for a rule
    that was not read whole and may mean less, or another thing.
    """

    scope: str
    form: str
    subject: str
    namespace: str
    role: str
    rule: str
    path: str
    powers: tuple[str, ...] = ()
    sure: bool = True


class Kept:
    """The access control of one scope: facts that are taken in, then joined."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.roles: list[AccessRole] = []
        self.bindings: list[AccessBinding] = []
        self.listings: list[Listing] = []

    def take(self, fact: AccessRole | AccessBinding | Listing) -> None:
        """Take one fact of this scope in, before anything is asked."""
        if isinstance(fact, AccessRole):
            self.roles.append(fact)
        elif isinstance(fact, AccessBinding):
            self.bindings.append(fact)
        else:
            self.listings.append(fact)

    @property
    def speaks(self) -> bool:
        """Whether it says anything of roles, be it that they could not be listed: a cluster always
        has some."""
        return bool(self.roles or self.bindings or any(item.kind for item in self.listings))

    @cached_property
    def estate(self) -> Estate:
        """What was taken in, joined."""
        return Estate(self.roles, self.bindings)


def everything_given(kept: Kept, namespace: str = "") -> Iterator[Entry]:
    """Yield a row for each subject and rule that gives it something, in the order of subjects;
    with a namespace only what holds there."""
    for identity, grants in sorted(kept.estate.holdings.items()):
        for grant in grants:
            if namespace and grant.namespace not in ("", namespace):
                continue
            for rule in grant.rules:
                if not grant.namespace or gives_within(rule):
                    yield _entry(kept.scope, identity, grant, rule)


def who_can(kept: Kept, request: Request, namespace: str = "") -> Iterator[Entry]:
    """Yield a row for each subject that may do something, by one of its rules a binding.

    Without a namespace every one is looked at. A group stands for its members; who is in it is
    known to whatever signs people in.
    """
    for identity, grants in sorted(kept.estate.holdings.items()):
        for grant in grants:
            if namespace and grant.namespace not in ("", namespace):
                continue
            found = sorted(
                grant.matches(request, grant.namespace), key=lambda pair: pair[0] is not True
            )
            for answer, rule in found[:1]:
                yield _entry(kept.scope, identity, grant, rule, sure=answer is True)


def unsaid(kept: Kept, namespace: str = "") -> Iterator[str]:
    """Yield what could not be told: kinds that were not listed, bindings that were not read; with
    a namespace only what matters there."""
    holes = (_unlisted(kept.listings, resource, namespace) for resource in _LISTED)
    yield from dict.fromkeys(filter(None, holes))
    for binding in kept.estate.bindings:
        if namespace and binding.namespace not in ("", namespace):
            continue
        where = binding.origin.address
        grant = kept.estate.grant(binding)
        if isinstance(grant, Unknown):
            yield f"{where}: {grant.reason}"
        elif grant is None and _brought(binding):
            yield f"{where}: the rules of {binding.role}, which clusters bring, were not read"
        elif grant is None and _unlisted(
            kept.listings, _ROLES[str(binding.role_kind)], binding.namespace
        ):
            yield f"{where}: the rules of {binding.role} were not read"
        if isinstance(binding.subjects, Unknown):
            yield f"{where}: {binding.subjects.reason}"
            continue
        for subject in binding.subjects:
            if identity_of(subject) is None:
                yield f"{where}: a subject could not be read"


def _unlisted(listings: Iterable[Listing], resource: str, namespace: str) -> str:
    """Say why objects of a resource may exist in a namespace, or in any, that were not read; empty
    when none can."""
    found = [item for item in listings if item.resource in (EVERYWHERE, resource)]
    live = [item for item in found if item.kind]
    if not found:
        return f"{resource} were not listed"
    return may_run(live, namespace) if live else may_be_declared(found)


def _brought(binding: AccessBinding) -> bool:
    kind, name = str(binding.role_kind), str(binding.role)
    return exists_everywhere(kind, binding.namespace, name)


def request_of(verb: str, resource: str, name: str, kept: Iterable[Kept]) -> Request:
    """Read a request as people write it: ``get``, and ``secrets``, ``pods/exec``,
    ``deployments.apps/scale`` or ``/metrics``.

    A resource without a group is in the core, unless it is known in another group only: to rules,
    or as one that lies in no namespace.

    :raises ValueError: when it is known in several groups; the message names them.
    """
    verb = verb.lower()
    if resource.startswith("/"):
        return Request(verb=verb, url=resource)
    whole, slash, subresource = resource.partition("/")
    plural, dot, group = whole.partition(".")
    if not dot:
        group = _group_of(plural, kept)
    return Request(verb=verb, resource=f"{plural}{slash}{subresource}", group=group, name=name)


def _group_of(plural: str, kept: Iterable[Kept]) -> str:
    found = {group for group, name in CLUSTER_WIDE if name == plural}
    for rule in _known(kept):
        words = (word for word in rule.resources if isinstance(word, str))
        if any(word.partition("/")[0] == plural for word in words):
            found.update(group for group in rule.groups if isinstance(group, str) and group != "*")
    found -= {"extensions"} if len(found) > 1 else set()
    if "" in found or not found:
        return ""
    if len(found) > 1:
        named = ", ".join(f"{plural}.{group}" for group in sorted(found))
        raise ValueError(f"{plural} are known as {named}")
    return found.pop()


def _known(kept: Iterable[Kept]) -> Iterator[AccessRule]:
    for rules in BUILT_IN.values():
        yield from rules
    for item in kept:
        for grant in item.estate.grants:
            yield from grant.rules


def _entry(
    scope: str, identity: Identity, grant: Grant, rule: AccessRule, *, sure: bool = True
) -> Entry:
    where = f"{identity.namespace}/" if identity.namespace else ""
    if not grant.namespace and everything(rule) is True:
        powers: tuple[str, ...] = (ADMINISTRATOR,)
    else:
        powers = tuple(power.phrase for power in serious_in(rule, grant.namespace))
    return Entry(
        scope=scope,
        form=identity.form,
        subject=f"{where}{identity.name}",
        namespace=grant.namespace or EVERYWHERE,
        role=grant.role,
        rule=describe(rule),
        path=grant.path(identity, rule),
        powers=powers,
        sure=sure and not _holes(rule),
    )


def _holes(rule: AccessRule) -> bool:
    words = (*rule.verbs, *rule.groups, *rule.resources, *rule.names, *rule.urls)
    return any(isinstance(word, Unknown) for word in words)
