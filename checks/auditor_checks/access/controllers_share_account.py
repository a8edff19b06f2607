"""A controller manager whose controllers share its own rights.

Why it matters
    Each controller needs a small part of them. With accounts of their own a flaw in one does not
    reach further, and the audit log says which acted.

Verdicts
    PASS when ``--use-service-account-credentials`` is true; FAIL otherwise, since false is the
    default. UNKNOWN when it hangs on a value that could not be had. The controller manager is
    judged where its pod or kubeadm's configuration is in sight; a managed cluster shows none of
    it.

How to mend it
    Let each controller use a service account of its own.

        containers:
          - name: kube-controller-manager
            command:
              - kube-controller-manager
              - --use-service-account-credentials=true

Sources
    Kubernetes reference: kube-controller-manager, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
    CIS Kubernetes Benchmark: controller manager, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "controllers_own_accounts",
    id="access.controllers_share_account",
    title="All controllers act by one account",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="gives each controller an account of its own",
    bad="lets all controllers act by one account",
    controls=(
        "ACC-02",
        "ACC-07",
    ),
)
