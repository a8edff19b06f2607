"""A controller manager that does not put the cluster's authority into service accounts.

Why it matters
    Pods that cannot verify the API server send their tokens to whoever answers in its place.

Verdicts
    PASS when ``--root-ca-file`` is given; FAIL otherwise. UNKNOWN when it hangs on a value that
    could not be had. The controller manager is judged where its pod or kubeadm's configuration is
    in sight; a managed cluster shows none of it.

How to mend it
    Name the authority of the API server's certificate.

        containers:
          - name: kube-controller-manager
            command:
              - kube-controller-manager
              - --root-ca-file=/etc/kubernetes/pki/ca.crt

Sources
    Kubernetes reference: kube-controller-manager, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
    CIS Kubernetes Benchmark: controller manager, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "service_account_authority",
    id="certificates.service_account_authority_unset",
    title="Pods are given no authority to verify the API server",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="gives pods the authority of the API server",
    bad="gives pods no authority to verify the API server by",
    controls=("CERT-06",),
)
