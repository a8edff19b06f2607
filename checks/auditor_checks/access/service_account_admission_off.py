"""An API server that has switched off the admission plugin ServiceAccount.

Why it matters
    Pods then have no identity of their own, and come by credentials in other ways: long-lived,
    shared and unseen.

Verdicts
    FAIL when ``--disable-admission-plugins`` has ``ServiceAccount``; PASS otherwise, since it is
    on by default. UNKNOWN when it hangs on a value that could not be had. The API server is judged
    where its pod or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Take ServiceAccount out of the disabled admission plugins.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --disable-admission-plugins=DefaultStorageClass

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: admission control, https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "admission_service_account",
    id="access.service_account_admission_off",
    title="Pods are given no service account",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="gives pods their service accounts",
    bad="does not give pods their service accounts",
    controls=("ACC-06",),
)
