"""An audit log of the API server that is not kept for long, or without a bound that says so.

Why it matters
    Break-ins are often found weeks later. The log of the first day has to be there still.

Verdicts
    FAIL when ``--audit-log-maxage`` is below ``minimum_days`` (30) or not given; PASS from there
    up. Nothing is said when the log goes to the container's output or to a webhook alone. UNKNOWN
    when it hangs on a value that could not be had. The API server is judged where its pod or
    kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Keep the log for 30 days, or for as long as your own rules ask.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --audit-log-path=/var/log/kubernetes/audit.log
              - --audit-log-maxage=30

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: auditing, https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Setting
from auditor_checks._thresholds import at_least


class AgeSettings(Settings, frozen=True, kw_only=True):
    """The least that has to be kept, in days."""

    minimum_days: int = 30


def judge(setting: Setting, view: View[AgeSettings]) -> Iterator[Verdict]:
    """Weigh the bound; one that is not given is 0."""
    least = view.settings.minimum_days
    yield from at_least(setting, least, "keeps {} days of its audit log".format)


CHECK = Check(
    id="logging.api_server_audit_age",
    title="Audit log of the API server is not kept long enough",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    setting="api_server_audit_days",
    settings=AgeSettings,
    judge=judge,
    controls=("LOG-03",),
    same_as=(
        "CKV_K8S_92",
        "KCV-0020",
        "AVD-KCV-0020",
        "kics:Audit Log Maxage Not Properly Set",
    ),
)
