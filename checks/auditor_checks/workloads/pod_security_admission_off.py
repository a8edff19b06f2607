"""An API server that has switched off the admission plugin PodSecurity.

Why it matters
    Labels of namespaces that ask for a level are then without effect, and nobody is told.

Verdicts
    FAIL when ``--disable-admission-plugins`` has ``PodSecurity``; PASS otherwise, since it is on
    by default. UNKNOWN when it hangs on a value that could not be had. The API server is judged
    where its pod or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Take PodSecurity out of the disabled admission plugins.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --disable-admission-plugins=DefaultStorageClass

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: pod security admission, https://kubernetes.io/docs/concepts/security/pod-security-admission/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "admission_pod_security",
    id="workloads.pod_security_admission_off",
    title="Pod security levels are not enforced",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="enforces the levels that namespaces ask for",
    bad="has pod security admission switched off",
    controls=("PRR-02",),
)
