"""An API server that has switched off the admission plugin NamespaceLifecycle.

Why it matters
    Objects then appear in namespaces that do not exist or are being deleted, where no rights and
    no quota hold them; even ``default`` can be deleted.

Verdicts
    FAIL when ``--disable-admission-plugins`` has ``NamespaceLifecycle``; PASS otherwise, since it
    is on by default. UNKNOWN when it hangs on a value that could not be had. The API server is
    judged where its pod or kubeadm's configuration is in sight; a managed cluster shows none of
    it.

How to mend it
    Take NamespaceLifecycle out of the disabled admission plugins.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --disable-admission-plugins=DefaultStorageClass

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "admission_namespace_lifecycle",
    id="workloads.namespace_lifecycle_off",
    title="Objects may be made in namespaces that end",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="refuses objects in namespaces that end",
    bad="takes objects in namespaces that end or do not exist",
    controls=("PRR-01",),
)
