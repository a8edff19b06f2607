"""Rights that reach further than they look, as requests of the API.

Source: Kubernetes documentation, *Role Based Access Control Good Practices*, section
"Kubernetes RBAC - privilege escalation risks"; CIS Kubernetes Benchmark, section 5.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from auditor.answers import Answer, all_of, any_of
from auditor.facts import AccessRule
from auditor.rbac.rules import EVERYTHING, includes, includes_resource
from auditor.rbac.scopes import reaches

RBAC = "rbac.authorization.k8s.io"
WRITE = ("create", "update", "patch")
REMOVE = ("delete", "deletecollection")
_WEBHOOKS = ("mutatingwebhookconfigurations", "validatingwebhookconfigurations")
_POLICIES = tuple(
    f"{form}admissionpolic{end}"
    for form in ("mutating", "validating")
    for end in ("ies", "ybindings")
)
_APPS = ("daemonsets", "deployments", "replicasets", "statefulsets")


class Ask(NamedTuple):
    """Requests that mean the same: any of the verbs on any of the resources of one group.

    ``exact`` asks of rules that name a resource rather than all of them. A resource that ends in
    ``/`` stands for each of its sub-resources, whose names are free.
    """

    verbs: tuple[str, ...]
    group: str
    resources: tuple[str, ...]
    exact: bool = False

    def allowed_by(self, rule: AccessRule) -> Answer:
        """Say whether a rule allows one of them on some object, named or not."""
        group = includes(rule.groups, (self.group,))
        if group is False:
            return False
        if self.exact and EVERYTHING in rule.resources:
            return False
        resource = includes_resource(rule.resources, self.asked_of(rule))
        if resource is False:
            return False
        if rule.names and self.verbs == ("create",) and not any("/" in r for r in self.resources):
            return False
        return all_of((group, resource, includes(rule.verbs, self.verbs)))

    def within(self) -> Iterator[Ask]:
        """Yield what of it can be asked in a namespace, verb by verb."""
        for verb in self.verbs:
            reached = tuple(word for word in self.resources if reaches(verb, self.group, word))
            if reached:
                yield self._replace(verbs=(verb,), resources=reached)

    def asked_of(self, rule: AccessRule) -> Iterator[str]:
        """Yield the resources, with the sub-resources of any name that a rule speaks of."""
        for resource in self.resources:
            if not resource.endswith("/"):
                yield resource
                continue
            for word in rule.resources:
                if isinstance(word, str) and word.startswith(resource):
                    yield word


class Power(NamedTuple):
    """One such right. ``phrase`` follows its holder: ``reads secrets``."""

    name: str
    phrase: str
    asks: tuple[Ask, ...]
    grave: frozenset[str] = frozenset()
    """Objects that are as good as all of them: ``cluster-admin`` of the roles."""

    @property
    def cluster_wide(self) -> bool:
        """Whether it is over objects of no namespace only, so that a Role never gives it."""
        return not within(self).asks

    def held_by(self, rule: AccessRule) -> Answer:
        """Say whether a rule gives it over objects of any name, or over a grave one."""
        if not rule.names:
            return self.touched_by(rule)
        if not self.grave:
            return False
        named: Answer = includes(rule.names, self.grave) if EVERYTHING not in rule.names else False
        return named if named is False else all_of((named, self.touched_by(rule)))

    def touched_by(self, rule: AccessRule) -> Answer:
        """Say whether a rule gives it, be it over named objects only."""
        return any_of(ask.allowed_by(rule) for ask in self.asks)

    def words(self, rule: AccessRule) -> str:
        """Return the words of a rule that give it: ``get, list of secrets``."""
        verbs = {verb for ask in self.asks for verb in ask.verbs} | {EVERYTHING}
        resources = {word for ask in self.asks for word in (*ask.resources, *ask.asked_of(rule))}
        resources.add(EVERYTHING)
        parts = {f"*/{resource.partition('/')[2]}" for resource in resources if "/" in resource}
        shown = [word for word in rule.verbs if word in verbs]
        what = [word for word in rule.resources if word in resources | parts]
        return f"{', '.join(map(str, shown))} of {', '.join(map(str, what))}"


@cache
def within(power: Power) -> Power:
    """Return what a RoleBinding gives of a right, in its namespace."""
    asks = tuple(part for ask in power.asks for part in ask.within())
    return power._replace(name=f"{power.name} in a namespace", asks=asks)


def _workloads(verbs: tuple[str, ...], batch: tuple[str, ...]) -> tuple[Ask, ...]:
    return (
        Ask(verbs, "apps", _APPS),
        Ask(verbs, "batch", batch),
        Ask(verbs, "", ("replicationcontrollers",)),
        Ask(verbs, "extensions", _APPS),
    )


SECRETS = Power("secrets", "reads secrets", (Ask(("get", "list", "watch"), "", ("secrets",)),))
SECRETS_MADE = Power("secrets made", "creates secrets", (Ask(("create",), "", ("secrets",)),))
EXEC = Power(
    "exec",
    "runs commands in pods",
    (
        Ask(("create",), "", ("pods/attach", "pods/exec")),
        Ask(("get",), "", ("pods/attach", "pods/exec"), exact=True),
    ),
)
DEBUG = Power(
    "debug",
    "adds containers to running pods",
    (Ask(("patch", "update"), "", ("pods/ephemeralcontainers",)),),
)
PORT_FORWARD = Power(
    "port forward",
    "opens connections into pods",
    (
        Ask(("create",), "", ("pods/portforward",)),
        Ask(("get",), "", ("pods/portforward",), exact=True),
    ),
)
ESCALATE = Power(
    "escalate",
    "hands out more rights than it has",
    (
        Ask(
            ("bind", "escalate"),
            RBAC,
            ("clusterrolebindings", "clusterroles", "rolebindings", "roles"),
        ),
    ),
    frozenset({"admin", "cluster-admin", "edit"}),
)
ROLES = Power(
    "roles",
    "writes roles or bindings",
    (Ask(WRITE, RBAC, ("clusterrolebindings", "clusterroles", "rolebindings", "roles")),),
)
IMPERSONATE = Power(
    "impersonate",
    "acts as others",
    (
        Ask(("impersonate",), "", ("groups", "serviceaccounts", "users")),
        Ask(("impersonate",), "authentication.k8s.io", ("uids", "userextras", "userextras/")),
    ),
    frozenset({"system:masters"}),
)
WEBHOOKS = Power(
    "webhooks",
    "changes what admission webhooks see",
    (Ask((*WRITE, *REMOVE), "admissionregistration.k8s.io", _WEBHOOKS),),
)
POLICIES = Power(
    "policies",
    "changes admission policies",
    (Ask((*WRITE, *REMOVE), "admissionregistration.k8s.io", _POLICIES),),
)
NODE_PROXY = Power(
    "node proxy",
    "speaks with kubelets through the API server",
    (Ask(("create", "delete", "get", "patch", "update"), "", ("nodes/proxy",)),),
)
PODS = Power("pods", "creates pods", (Ask(("create",), "", ("pods",)),))
WORKLOADS = Power(
    "workloads",
    "creates or changes workloads",
    (
        *_workloads(("create",), ("cronjobs", "jobs")),
        *_workloads(("patch", "update"), ("cronjobs",)),
    ),
)
"""Who changes the template of pods has the same power as who creates it; a Job's cannot be changed
(Kubernetes API, JobSpec)."""
POD_IMAGES = Power(
    "pod images",
    "changes the images of pods",
    (Ask(("patch", "update"), "", ("pods",)),),
)
"""Nothing else in a pod that tells what runs in it can be changed (Kubernetes API, PodSpec)."""
TOKENS = Power(
    "tokens",
    "makes tokens of service accounts",
    (Ask(("create",), "", ("serviceaccounts/token",)),),
)
SIGNING = Power(
    "signing",
    "approves certificates of the cluster",
    (Ask(("patch", "update"), "certificates.k8s.io", ("certificatesigningrequests/approval",)),),
)
VOLUMES = Power(
    "volumes",
    "creates persistent volumes",
    (Ask(("create",), "", ("persistentvolumes",)),),
)
EXTENSIONS = Power(
    "extensions",
    "changes what the API serves",
    (
        Ask(WRITE, "apiextensions.k8s.io", ("customresourcedefinitions",)),
        Ask(WRITE, "apiregistration.k8s.io", ("apiservices",)),
    ),
)
SYSTEM_OBJECTS = Power(
    "system objects",
    "writes configuration or secrets",
    (Ask(WRITE, "", ("configmaps", "secrets")),),
)

SERIOUS = (
    ESCALATE,
    IMPERSONATE,
    TOKENS,
    SECRETS,
    NODE_PROXY,
    EXEC,
    DEBUG,
    SIGNING,
    WEBHOOKS,
    PODS,
    WORKLOADS,
)
"""Those by which a cluster, or a namespace, is taken over; the worst first."""


def serious_in(rule: AccessRule, namespace: str = "") -> Iterator[Power]:
    """Yield the serious rights that a rule surely gives over objects of any name, everywhere or
    in a namespace."""
    for power in SERIOUS:
        if (within(power) if namespace else power).held_by(rule) is True:
            yield power
