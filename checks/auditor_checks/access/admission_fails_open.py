"""A guard that lets everything pass when it cannot be asked.

Why it matters
    A validating webhook with ``failurePolicy: Ignore`` holds only while its pods answer in time.
    Whoever can overload it, or waits for an upgrade, gets past the rules it stands for.

Verdicts
    FAIL when failures of a validating webhook are ignored. PASS when they refuse the change.
    UNKNOWN when the policy is filled in by a template. Mutating webhooks are not judged.

How to mend it
    Refuse what cannot be validated, and leave out the namespaces that the cluster needs to heal.

        webhooks:
        - name: validate.policy.example.com
          failurePolicy: Fail
          namespaceSelector:
            matchExpressions:
            - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}

    A ValidatingAdmissionPolicy runs within the API server and cannot be absent.

Sources
    Kubernetes documentation, Dynamic Admission Control, Failure policy, https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy
    Kubernetes documentation, Validating Admission Policy, https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AdmissionHook, Unknown


def judge(hook: AdmissionHook, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the failure policy of a validating webhook."""
    if hook.form != "validating":
        return
    policy = hook.failure_policy
    what = f"webhook {hook.part or hook.name}"
    if isinstance(policy, Unknown):
        yield Verdict(Outcome.UNKNOWN, policy.reason, "failure_policy")
    elif policy == "Ignore":
        message = f"{what} lets changes pass when it does not answer"
        yield Verdict(Outcome.FAIL, message, "failure_policy")
    else:
        message = f"{what} refuses changes when it does not answer"
        yield Verdict(Outcome.PASS, message, "failure_policy")


CHECK = Check(
    id="access.admission_fails_open",
    title="Validating webhook fails open",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=AdmissionHook,
    judge=judge,
    controls=("PRR-02",),
)
