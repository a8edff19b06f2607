"""An API server whose requests leave no trace.

Why it matters
    After an intrusion nobody can say which account read which Secret, or when a role was widened.

Verdicts
    PASS when ``--audit-log-path`` or ``--audit-webhook-config-file`` is given; FAIL otherwise.
    UNKNOWN when it hangs on a value that could not be had. The API server is judged where its pod
    or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Write an audit log, and say by a policy what belongs in it.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --audit-log-path=/var/log/kubernetes/audit.log
              - --audit-policy-file=/etc/kubernetes/audit-policy.yaml

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: auditing, https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_audited",
    id="logging.api_server_not_audited",
    title="API server keeps no audit log",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="keeps an audit log",
    bad="keeps no audit log",
    controls=("LOG-01",),
    same_as=(
        "CKV_K8S_91",
        "KCV-0019",
        "AVD-KCV-0019",
        "C-0067",
        "kics:Audit Log Path Not Set",
    ),
)
