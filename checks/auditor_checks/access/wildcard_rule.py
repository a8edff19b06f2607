"""A rule of a role with a wildcard for its verbs or resources.

Why it matters
    A wildcard also covers what the API does not have yet: verbs such as ``escalate`` and
    ``impersonate``, sub-resources such as ``pods/exec``, and every kind that an operator brings
    tomorrow.

Verdicts
    FAIL for each rule of a Role or ClusterRole with ``*`` among its verbs or resources. PASS when
    none has one; ``*`` for API groups alone, or for URLs, does not fail. UNKNOWN when a word of a
    rule could not be had. Roles that the cluster keeps for itself are not judged, nor what a role
    gathers from others.

How to mend it
    List the verbs and resources that are used.

        rules:
        - apiGroups: [apps]
          resources: [deployments, deployments/scale]
          verbs: [get, list, watch, patch]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.3, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessRole, Unknown
from auditor.rbac.rules import EVERYTHING, describe
from auditor_checks.access._rbac import SHOWN, named


def judge(role: AccessRole, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the words of each rule."""
    if role.provided or (role.live and role.aggregates):
        return
    if isinstance(role.rules, Unknown):
        yield Verdict(Outcome.UNKNOWN, role.rules.reason, "rules")
        return
    clean = True
    for rule in role.rules:
        words = (*rule.verbs, *rule.resources)
        hole = next((word for word in words if isinstance(word, Unknown)), None)
        if EVERYTHING in words:
            clean = False
            message = f"{named(role)} allows by a wildcard: {describe(rule, SHOWN)}"
            yield Verdict(Outcome.FAIL, message, rule.at)
        elif hole is not None:
            clean = False
            yield Verdict(Outcome.UNKNOWN, hole.reason, rule.at)
    if clean:
        yield Verdict(Outcome.PASS, f"{named(role)} lists its verbs and resources", "rules")


CHECK = Check(
    id="access.wildcard_rule",
    title="Role allows by a wildcard",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessRole,
    judge=judge,
    controls=("ACC-02",),
    same_as=(
        "CKV_K8S_49",
        "KSV-0044",
        "AVD-KSV-0044",
        "KSV-0045",
        "AVD-KSV-0045",
        "KSV-0046",
        "AVD-KSV-0046",
        "kics:RBAC Wildcard In Rule",
        "wildcard-in-rules",
        "restrict-wildcard-verbs",
        "restrict-wildcard-resources",
    ),
)
