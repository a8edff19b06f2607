"""An API that is registered, and nobody serves it.

Why it matters
    Whatever uses it stands still: autoscalers without metrics, for one. Namespaces cannot be
    deleted as long as any API does not answer, and clients that list all APIs get errors.

Verdicts
    FAIL when a running cluster reports the API service as not available, or the definition of a
    custom resource as not established; PASS when it is; UNKNOWN when that could not be had.
    Nothing for a manifest.

How to mend it
    Repair the Service behind the API, or delete the registration when the extension is gone.

    ``kubectl get apiservices`` lists them, and the condition of each says what is wrong.

Sources
    Kubernetes API Aggregation Layer, https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import ServedApi, Unknown
from auditor_checks.readiness._joins import named


def judge(api: ServedApi, view: View[Settings]) -> Iterator[Verdict]:
    """Judge what the cluster reports."""
    available, at = api.available, "available"
    if available is None:
        return
    if isinstance(available, Unknown):
        yield Verdict(Outcome.UNKNOWN, available.reason, at)
    elif available:
        yield Verdict(Outcome.PASS, f"{named(api)} is served", at)
    else:
        why = f": {api.problem}" if api.problem else ""
        yield Verdict(Outcome.FAIL, f"{named(api)} is not served{why}", at)


CHECK = Check(
    id="readiness.api_unavailable",
    title="API of an extension does not answer",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=ServedApi,
    judge=judge,
    controls=("PRR-01",),
)
