"""An API server that is not told which requests to record.

Why it matters
    Without a policy no event is recorded, even where a log file is named.

Verdicts
    PASS when ``--audit-policy-file`` is given; FAIL otherwise. UNKNOWN when it hangs on a value
    that could not be had. The API server is judged where its pod or kubeadm's configuration is in
    sight; a managed cluster shows none of it.

How to mend it
    Name a policy that records changes, and reading of Secrets, at least as metadata.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --audit-policy-file=/etc/kubernetes/audit-policy.yaml

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: auditing, https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_audit_policy",
    id="logging.api_server_audit_policy_missing",
    title="No policy says what is audited",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="has a policy of what is audited",
    bad="has no policy of what is audited, so nothing is",
    controls=("LOG-01",),
)
