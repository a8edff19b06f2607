"""A webhook that may hold up every change for long.

Why it matters
    Each request waits for it, and for the mutating ones one after the other. Clients give up after
    half a minute, and controllers fall behind: one slow webhook slows the cluster.

Verdicts
    FAIL when the API server waits for more than ``longest_seconds`` (10, the API's default). PASS
    when it does not. UNKNOWN when the time is filled in by a template.

How to mend it
    Set a short time limit.

        webhooks:
        - name: validate.policy.example.com
          timeoutSeconds: 5

Sources
    Kubernetes documentation, Dynamic Admission Control, Timeouts, https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#timeouts
    Kubernetes documentation, Admission Webhook Good Practices, https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AdmissionHook, Unknown


class SlowAdmissionSettings(Settings, frozen=True, kw_only=True):
    """How long a webhook may take, in seconds."""

    longest_seconds: int = 10


def judge(hook: AdmissionHook, view: View[SlowAdmissionSettings]) -> Iterator[Verdict]:
    """Compare the time limit of a webhook with the longest that is fine."""
    seconds = hook.timeout_seconds
    if isinstance(seconds, Unknown):
        yield Verdict(Outcome.UNKNOWN, seconds.reason, "timeout_seconds")
        return
    outcome = Outcome.FAIL if seconds > view.settings.longest_seconds else Outcome.PASS
    message = f"webhook {hook.part or hook.name} is waited for up to {seconds} seconds"
    yield Verdict(outcome, message, "timeout_seconds")


CHECK = Check(
    id="readiness.slow_admission",
    title="Webhook may hold up changes for long",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=AdmissionHook,
    settings=SlowAdmissionSettings,
    judge=judge,
    controls=("PRR-01",),
)
