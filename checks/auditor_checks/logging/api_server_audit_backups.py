"""An audit log of the API server of which few files are kept, or without a bound that says so.

Why it matters
    A burst of requests fills a file in minutes. With few files kept, it also pushes out what was
    there before, and that may be its purpose.

Verdicts
    FAIL when ``--audit-log-maxbackup`` is below ``minimum_files`` (10) or not given; PASS from
    there up. Nothing is said when the log goes to the container's output or to a webhook alone.
    UNKNOWN when it hangs on a value that could not be had. The API server is judged where its pod
    or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Keep ten files of the log or more.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --audit-log-path=/var/log/kubernetes/audit.log
              - --audit-log-maxbackup=10

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


class BackupSettings(Settings, frozen=True, kw_only=True):
    """The least that has to be kept, in old files."""

    minimum_files: int = 10


def judge(setting: Setting, view: View[BackupSettings]) -> Iterator[Verdict]:
    """Weigh the bound; one that is not given is 0."""
    least = view.settings.minimum_files
    yield from at_least(setting, least, "keeps {} old files of its audit log".format)


CHECK = Check(
    id="logging.api_server_audit_backups",
    title="Too few files of the API server's audit log are kept",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    setting="api_server_audit_files",
    settings=BackupSettings,
    judge=judge,
    controls=("LOG-03",),
    same_as=("CKV_K8S_93",),
)
