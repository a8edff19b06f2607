"""A kubelet that sends only few events a second.

Why it matters
    Events tell what happened to pods. When many happen at once, the ones that matter are among
    those dropped.

Verdicts
    FAIL when fewer than ``minimum_events`` (5) may be sent; PASS for more, for 0, which is no
    bound, and when nothing is said, since 50 is the default. UNKNOWN when it hangs on a value that
    could not be had. A kubelet is judged where its configuration document or its pod is in sight;
    a managed cluster shows none of it.

How to mend it
    Let the kubelet send enough events.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        eventRecordQPS: 50

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Setting
from auditor_checks._thresholds import at_least


class EventSettings(Settings, frozen=True, kw_only=True):
    """Events a second that a kubelet has to be able to send."""

    minimum_events: int = 5


def judge(setting: Setting, view: View[EventSettings]) -> Iterator[Verdict]:
    """Weigh the bound; 0 is none."""
    if setting.value == 0 and not isinstance(setting.value, bool):
        message = f"{setting.subject} sends every event"
        yield Verdict(Outcome.PASS, message, setting.name)
        return
    least = view.settings.minimum_events
    yield from at_least(setting, least, "sends {} events a second".format)


CHECK = Check(
    id="logging.kubelet_events_dropped",
    title="Kubelet drops events",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    setting="kubelet_events_per_second",
    settings=EventSettings,
    judge=judge,
    controls=("LOG-01",),
)
