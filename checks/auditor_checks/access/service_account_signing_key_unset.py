"""A controller manager that is not told a key for tokens of service accounts.

Why it matters
    A pair of keys made for tokens can be changed on its own. Without one, tokens hang on a key
    that serves other ends too, or are not made.

Verdicts
    PASS when ``--service-account-private-key-file`` is given; FAIL otherwise. UNKNOWN when it
    hangs on a value that could not be had. The controller manager is judged where its pod or
    kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Name the private key that belongs to the API server's service account key.

        containers:
          - name: kube-controller-manager
            command:
              - kube-controller-manager
              - --service-account-private-key-file=/etc/kubernetes/pki/sa.key

Sources
    Kubernetes reference: kube-controller-manager, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
    CIS Kubernetes Benchmark: controller manager, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "service_account_signing_key",
    id="access.service_account_signing_key_unset",
    title="Controller manager has no key to sign tokens",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="signs tokens with a key made for them",
    bad="has no key to sign tokens of service accounts",
    controls=(
        "CERT-06",
        "SECR-03",
    ),
)
