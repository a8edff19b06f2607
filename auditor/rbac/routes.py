"""How somebody who does not administer a cluster can come to.

Whoever can run as a service account has its rights. So the service accounts that are
administrators are taken first, then those that can take one of them over, and so on; a route
is a right of a binding that leads to one of them, or to administration at once.

Left out is what needs more than the API of one cluster: a node's disk, a token found elsewhere,
an administrator who is led to do something.

Source: Kubernetes documentation, *Role Based Access Control Good Practices*, "privilege
escalation risks".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from auditor.answers import Answer
from auditor.facts import AccessRule, ServiceAccount, Unknown, Workload
from auditor.rbac import powers
from auditor.rbac.estate import Estate, Grant, Identity, groups_of, identities
from auditor.rbac.powers import RBAC, Power
from auditor.rbac.rules import Request

MASTERS = Identity("Group", "system:masters")
"""The group that the API server lets do everything, whatever RBAC says."""

_TAKING = (powers.PODS, powers.WORKLOADS, powers.TOKENS)
"""Rights in a namespace that make any service account in it one's own."""
_ENTERING = (powers.EXEC, powers.DEBUG, powers.POD_IMAGES)
"""Rights that take over what runs there."""
_CLIMBING = (
    *_TAKING,
    *_ENTERING,
    powers.ESCALATE,
    powers.IMPERSONATE,
    powers.NODE_PROXY,
    powers.SECRETS_MADE,
    powers.SIGNING,
)
"""Without one of these nobody climbs."""
_CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client"


class Route(NamedTuple):
    """A way up. ``step`` follows the holder: ``creates pods in ops, where …``."""

    step: str
    rule: AccessRule


class _Target(NamedTuple):
    """A service account that is worth taking over, and why."""

    identity: Identity
    worth: str


def runs_as(workload: Workload) -> Identity | None:
    """Return the service account of a workload; None when its name could not be read."""
    name = workload.service_account or "default"
    if isinstance(name, Unknown):
        return None
    return Identity("ServiceAccount", name, workload.namespace)


def account_of(account: ServiceAccount) -> Identity:
    """Return who a service account is in bindings."""
    return Identity("ServiceAccount", account.name, account.namespace)


def may_climb(grant: Grant) -> Answer:
    """Say whether a grant has any right that could lead up, whatever else there is."""
    return grant.touched_by(_CLIMBING)


class Routes:
    """The ways up in one estate, with what runs in it."""

    def __init__(
        self,
        estate: Estate,
        workloads: Sequence[Workload] = (),
        accounts: Sequence[ServiceAccount] = (),
    ) -> None:
        self._estate = estate
        quiet = {account_of(account) for account in accounts if account.automount is False}
        running = {
            (workload.namespace if workload.namespace_written else "", identity.name)
            for workload in workloads
            if (identity := runs_as(workload)) is not None
            and (
                workload.mounts_token is True
                or (workload.mounts_token is None and identity not in quiet)
            )
        }
        self._running = frozenset(running)

    @cached_property
    def administrators(self) -> dict[Identity, Grant]:
        """Everybody who surely administers the cluster, with one grant that says so."""
        found: dict[Identity, Grant] = {}
        for grant in self._estate.grants:
            if grant.administrator is True:
                for identity in identities(grant.binding):
                    found.setdefault(identity, grant)
        return found

    def administers(self, identity: Identity) -> Grant | None:
        """Return the grant by which somebody is administrator, by name or by group."""
        names = (identity, *groups_of(identity))
        found = (self.administrators.get(name) for name in names)
        return next((grant for grant in found if grant is not None), None)

    def administering(self, account: str) -> tuple[Identity, Grant] | None:
        """Return a service account of this name, in whatever namespace, that is administrator.

        For manifests that leave the namespace to whoever applies them.
        """
        for identity, grant in self.administrators.items():
            if identity.form == "ServiceAccount" and identity.name == account:
                return identity, grant
        return None

    def of(self, grant: Grant) -> Iterator[Route]:
        """Yield the ways up that one grant opens; more than one right may be needed."""
        yield from self._ways(grant, self._targets)

    @cached_property
    def _targets(self) -> dict[str, list[_Target]]:
        """Service accounts by namespace that lead to administration."""
        found: dict[str, list[_Target]] = {}
        known: set[Identity] = set()
        for identity, grant in self.administrators.items():
            _add(found, known, identity, f"is administrator by {grant.role}")
        waiting = [
            (identity, grant)
            for grant in self._estate.grants
            if grant.administrator is not True
            for identity in identities(grant.binding)
            if identity.form == "ServiceAccount"
        ]
        more = True
        while more:
            more = False
            for identity, grant in waiting:
                if identity not in known:
                    way = next(self._ways(grant, found, identity), None)
                    if way is not None:
                        _add(found, known, identity, f"in turn {way.step}")
                        more = True
        return found

    def _ways(
        self, grant: Grant, targets: dict[str, list[_Target]], own: Identity | None = None
    ) -> Iterator[Route]:
        if not grant.namespace:
            yield from self._at_once(grant)
        yield from self._by_namespace(grant, targets, own)
        yield from self._by_kubelet(grant, targets, own)

    def _at_once(self, grant: Grant) -> Iterator[Route]:
        """Ways that need nobody else's account."""
        held = [*self._with(grant)]
        for verb, then in (("bind", "create"), ("escalate", "update")):
            rule = _allowing(grant, Request(verb=verb, resource="clusterroles", group=RBAC))
            rule = rule or _allowing(
                grant,
                Request(verb=verb, resource="clusterroles", group=RBAC, name="cluster-admin"),
            )
            what = "clusterrolebindings" if verb == "bind" else "clusterroles"
            if rule and _any_allows(held, Request(verb=then, resource=what, group=RBAC)):
                yield Route(f"may {verb} any ClusterRole and {then} {what}", rule)
        users = Request(verb="impersonate", resource="users")
        groups = Request(verb="impersonate", resource="groups", name=MASTERS.name)
        rule = _allowing(grant, groups)
        if rule and _any_allows(held, users):
            yield Route(f"may act as a member of {MASTERS.name}", rule)
        elif (rule := _allowing(grant, users)) and any(
            identity.form == "User" for identity in self.administrators
        ):
            yield Route("may act as any user, also as an administrator", rule)
        approval = powers.SIGNING.asks[0]
        rule = next(
            (rule for rule in grant.rules if approval.allowed_by(rule) is True and not rule.names),
            None,
        )
        signer = Request(
            verb="approve", resource="signers", group="certificates.k8s.io", name=_CLIENT_SIGNER
        )
        order = Request(
            verb="create", resource="certificatesigningrequests", group="certificates.k8s.io"
        )
        if rule and _any_allows(held, signer) and _any_allows(held, order):
            yield Route("may order and approve client certificates of any user", rule)

    def _by_namespace(
        self, grant: Grant, targets: dict[str, list[_Target]], own: Identity | None
    ) -> Iterator[Route]:
        for power in _TAKING:
            rule = grant.having(power)
            target = self._first(grant, targets, own) if rule else None
            if rule and target:
                yield Route(_step(power, target), rule)
        for power in _ENTERING:
            rule = grant.having(power)
            target = self._first(grant, targets, own, running=True) if rule else None
            if rule and target:
                yield Route(f"{_step(power, target)} and runs in pods", rule)
        rule = grant.having(powers.ESCALATE) if grant.namespace else None
        target = self._first(grant, targets, own) if rule else None
        if rule and target and grant.having(powers.ROLES):
            yield Route(_step(powers.ESCALATE, target), rule)
        rule = grant.having(powers.SECRETS)
        target = self._first(grant, targets, own) if rule else None
        if rule and target and grant.having(powers.SECRETS_MADE):
            yield Route(
                f"creates and reads secrets in {_home(target)}, tokens too, "
                f"where {target.identity} {target.worth}",
                rule,
            )
        candidates = self._all(grant, targets, own) if grant.rules.impersonates else ()
        for target in candidates:
            act = Request(verb="impersonate", resource="serviceaccounts", name=target.identity.name)
            rule = _allowing(grant, act)
            if rule:
                yield Route(f"may act as {target.identity}, which {target.worth}", rule)
                break

    def _by_kubelet(
        self, grant: Grant, targets: dict[str, list[_Target]], own: Identity | None
    ) -> Iterator[Route]:
        rule = grant.having(powers.NODE_PROXY) if not grant.namespace else None
        target = self._first(grant, targets, own, running=True) if rule else None
        if rule and target:
            yield Route(
                f"runs commands in any pod through kubelets, also as {target.identity}, "
                f"which {target.worth}",
                rule,
            )

    def _with(self, grant: Grant) -> Iterator[Grant]:
        """Yield the grant and all that its subjects hold cluster-wide beside it."""
        yield grant
        for identity in identities(grant.binding):
            for _, other in self._estate.of(identity):
                if not other.namespace and other is not grant:
                    yield other

    def _all(
        self, grant: Grant, targets: dict[str, list[_Target]], own: Identity | None
    ) -> Iterator[_Target]:
        holders = set(identities(grant.binding)) if own is None else {own}
        reached: Iterable[str] = [grant.namespace] if grant.namespace else sorted(targets)
        for namespace in reached:
            for target in targets.get(namespace, ()):
                if target.identity not in holders:
                    yield target

    def _first(
        self,
        grant: Grant,
        targets: dict[str, list[_Target]],
        own: Identity | None,
        *,
        running: bool = False,
    ) -> _Target | None:
        for target in self._all(grant, targets, own):
            if not running or self._runs(target.identity):
                return target
        return None

    def _runs(self, account: Identity) -> bool:
        """Say whether something runs as an account, with its token, perhaps by a manifest that
        leaves the namespace open."""
        return not self._running.isdisjoint(((account.namespace, account.name), ("", account.name)))


def _step(power: Power, target: _Target) -> str:
    return f"{power.phrase} in {_home(target)}, where {target.identity} {target.worth}"


def _home(target: _Target) -> str:
    return target.identity.namespace or "the same namespace"


def _add(
    found: dict[str, list[_Target]], known: set[Identity], identity: Identity, worth: str
) -> None:
    known.add(identity)
    if identity.form == "ServiceAccount":
        found.setdefault(identity.namespace, []).append(_Target(identity, worth))


def _allowing(grant: Grant, request: Request) -> AccessRule | None:
    return None if grant.namespace and request.url else grant.rules.allowing(request)


def _any_allows(grants: Iterable[Grant], request: Request) -> bool:
    return any(_allowing(grant, request) is not None for grant in grants)
