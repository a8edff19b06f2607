"""A role of one's own that allows everything.

Why it matters
    Such a role is ``cluster-admin`` by another name. Reviews look for ``cluster-admin`` and miss
    it, and whoever is given it in all namespaces can do anything, now and with every kind to
    come.

Verdicts
    FAIL for each rule of a Role or ClusterRole that allows every verb on every resource of every
    API group. PASS when none does. UNKNOWN when a word of a rule could not be had. Roles that the
    cluster keeps for itself are not judged: who is given those is judged by
    ``access.cluster_admin_bound``.

How to mend it
    Write down what the role is for, or bind cluster-admin for the time it is needed.

        rules:
        - apiGroups: [apps]
          resources: [deployments]
          verbs: [get, list, watch, patch]

Sources
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    CIS Kubernetes Benchmark 1.8 section 5.1.3, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessRole, Unknown
from auditor.rbac.rules import everything
from auditor_checks.access._rbac import named


def judge(role: AccessRole, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each rule by itself."""
    if role.provided or (role.live and role.aggregates):
        return
    if isinstance(role.rules, Unknown):
        yield Verdict(Outcome.UNKNOWN, role.rules.reason, "rules")
        return
    clean = True
    for rule in role.rules:
        answer = everything(rule)
        if isinstance(answer, Unknown):
            clean = False
            yield Verdict(Outcome.UNKNOWN, answer.reason, rule.at)
        elif answer:
            clean = False
            yield Verdict(Outcome.FAIL, f"{named(role)} allows everything", rule.at)
    if clean:
        yield Verdict(Outcome.PASS, f"{named(role)} does not allow everything", "rules")


CHECK = Check(
    id="access.all_powerful_role",
    title="Role allows everything",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessRole,
    judge=judge,
    controls=("ACC-02",),
)
