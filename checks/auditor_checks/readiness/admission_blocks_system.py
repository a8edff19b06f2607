"""A webhook that can keep the cluster itself from healing.

Why it matters
    When the pods behind a webhook are gone, everything it is asked about is refused. If that
    includes the pods of kube-system, DNS, network and proxies cannot come back either, and the
    webhook's own pods wait for them: the cluster stays down until somebody deletes the webhook.

Verdicts
    FAIL when a webhook with ``failurePolicy: Fail`` is asked about pods, or about everything, in
    kube-system. PASS when failures are ignored, when only other objects are meant, or those that
    somebody marks with a label, or when kube-system is left out. UNKNOWN when that hangs on labels
    of kube-system that were not read, on ``matchConditions``, or on a template.

How to mend it
    Leave kube-system, and the namespace of the webhook itself, out.

        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: policy}
        webhooks:
        - name: validate.policy.example.com
          namespaceSelector:
            matchExpressions:
            - key: kubernetes.io/metadata.name
              operator: NotIn
              values: [kube-system, policy]

Sources
    Kubernetes documentation, Admission Webhook Good Practices, https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/
    Kubernetes documentation, Dynamic Admission Control, https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import AdmissionHook, Listing, Namespace, Unknown
from auditor.selection import selects
from auditor_checks._cluster import named, unseen

_SYSTEM = "kube-system"
_NAME_LABEL = "kubernetes.io/metadata.name"


def judge(hook: AdmissionHook, view: View[Settings]) -> Iterator[Verdict]:
    """Weigh policy, rules and namespaces of a webhook."""
    policy = hook.failure_policy
    fails: Answer = policy if isinstance(policy, Unknown) else policy == "Fail"
    asked = any_of((hook.covers_everything, hook.covers_pods))
    answer = all_of((fails, asked, _asked_about_system(hook, view)))
    what = f"webhook {hook.part or hook.name}"
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, "covers_system")
    elif answer:
        message = f"{what} can keep the pods of {_SYSTEM} from starting"
        yield Verdict(Outcome.FAIL, message, "covers_system")
    else:
        message = f"{what} cannot keep the pods of {_SYSTEM} from starting"
        yield Verdict(Outcome.PASS, message, "covers_system")


def _asked_about_system(hook: AdmissionHook, view: View[Any]) -> Answer:
    """Match the selector with the labels of kube-system, or with those that every one has."""
    if hook.namespaces is None or isinstance(hook.covers_system, Unknown):
        return hook.covers_system
    found = view.by(Namespace, named).get(("", _SYSTEM), ())
    for namespace in found:
        return selects(hook.namespaces, {_NAME_LABEL: _SYSTEM, **namespace.labels})
    if hook.live:
        return unseen(view, "namespaces") or hook.covers_system
    return hook.covers_system


CHECK = Check(
    id="readiness.admission_blocks_system",
    title="Webhook can block the pods of kube-system",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AdmissionHook,
    judge=judge,
    controls=("PRR-01", "RES-01"),
    also=(Listing, Namespace),
    span=Span.SCOPE,
)
