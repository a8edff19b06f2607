"""An API server that is not told a key for tokens of service accounts.

Why it matters
    The key of its TLS certificate is then used. It cannot be changed without cutting off all pods,
    so it is not changed.

Verdicts
    PASS when ``--service-account-key-file`` is given; FAIL otherwise. UNKNOWN when it hangs on a
    value that could not be had. The API server is judged where its pod or kubeadm's configuration
    is in sight; a managed cluster shows none of it.

How to mend it
    Make a pair of keys for tokens of service accounts and name it.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --service-account-key-file=/etc/kubernetes/pki/sa.pub

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "service_account_key",
    id="access.service_account_key_unset",
    title="Tokens are verified by the key of the API server's certificate",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="verifies tokens by a key made for them",
    bad="has no key of its own to verify tokens",
    controls=(
        "CERT-06",
        "SECR-03",
    ),
)
