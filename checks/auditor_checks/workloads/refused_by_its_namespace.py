"""A workload whose pods the level of its own namespace does not let in.

Why it matters
    The workload is accepted, its pods are not: a rollout hangs with no pod and no message but in
    events. Pods that ran before the level was raised go missing on the next restart.

Verdicts
    FAIL for each control of the enforced level, in the enforced version, that the pods break; PASS
    when they keep all of it. UNKNOWN when the level or a value could not be had. Nothing is said
    when the namespace was not read or enforces nothing. Exemptions in the API server's
    configuration cannot be seen.

How to mend it
    Change the workload so that its namespace lets it in.

        securityContext:
          runAsNonRoot: true
          allowPrivilegeEscalation: false
          capabilities:
            drop: [ALL]
          seccompProfile:
            type: RuntimeDefault

    What truly needs more belongs in a namespace with another level.

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: pod security admission, https://kubernetes.io/docs/concepts/security/pod-security-admission/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Namespace, Unknown, Workload
from auditor_checks._cluster import named
from auditor_checks.workloads._pod_security import LATEST, Level, violations
from auditor_checks.workloads._questions import about

_VERSION = re.compile(r"v1\.(\d{1,4})")


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Hold the workload against the level that its namespace enforces."""
    for namespace in view.by(Namespace, named).get(("", workload.namespace), ()):
        yield from _held_against(namespace, workload)
        return


def _held_against(namespace: Namespace, workload: Workload) -> Iterator[Verdict]:
    level, version = namespace.enforce, namespace.enforce_version
    for answer in (level, version):
        if isinstance(answer, Unknown):
            yield Verdict(Outcome.UNKNOWN, answer.reason, "namespace")
            return
    if level not in ("baseline", "restricted"):
        return
    strict: Level = "restricted" if level == "restricted" else "baseline"
    broken = list(violations(workload, strict, _minor(str(version or ""))))
    where = f"the level {strict} of namespace {namespace.name}"
    if not broken:
        yield Verdict(Outcome.PASS, f"{about(workload)} keeps to {where}", "namespace")
    for control, question in broken:
        if isinstance(question.fault, Unknown):
            yield Verdict(Outcome.UNKNOWN, question.fault.reason, question.at)
        else:
            message = f"{about(workload)}: {question.bad}; {where} refuses it ({control})"
            yield Verdict(Outcome.FAIL, message, question.at)


def _minor(version: str) -> int:
    found = _VERSION.fullmatch(version)
    return int(found[1]) if found else LATEST


CHECK = Check(
    id="workloads.refused_by_its_namespace",
    title="Namespace refuses the pods of its own workload",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    also=(Namespace,),
    span=Span.SCOPE,
    controls=(
        "PRR-02",
        "PRR-01",
    ),
)
