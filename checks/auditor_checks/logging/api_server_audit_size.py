"""An audit log of the API server whose files are small, or without a bound that says so.

Why it matters
    Small files are turned over fast, and with a bound on their number the log reaches back hours
    instead of weeks.

Verdicts
    FAIL when ``--audit-log-maxsize`` is below ``minimum_megabytes`` (100) or not given; PASS from
    there up. Nothing is said when the log goes to the container's output or to a webhook alone.
    UNKNOWN when it hangs on a value that could not be had. The API server is judged where its pod
    or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Let each file of the log grow to 100 MB or more.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --audit-log-path=/var/log/kubernetes/audit.log
              - --audit-log-maxsize=100

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


class SizeSettings(Settings, frozen=True, kw_only=True):
    """The least that has to be kept, in megabytes a file."""

    minimum_megabytes: int = 100


def judge(setting: Setting, view: View[SizeSettings]) -> Iterator[Verdict]:
    """Weigh the bound; one that is not given is 0."""
    least = view.settings.minimum_megabytes
    yield from at_least(setting, least, "writes its audit log by {} megabytes a file".format)


CHECK = Check(
    id="logging.api_server_audit_size",
    title="Files of the API server's audit log are small",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    setting="api_server_audit_megabytes",
    settings=SizeSettings,
    judge=judge,
    controls=("LOG-03",),
    same_as=("CKV_K8S_94",),
)
