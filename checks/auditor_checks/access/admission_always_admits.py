"""An API server with the admission plugin AlwaysAdmit.

Why it matters
    The plugin checks nothing. Who switches it on usually meant to switch others off.

Verdicts
    FAIL when ``--enable-admission-plugins`` has ``AlwaysAdmit``; PASS otherwise. UNKNOWN when it
    hangs on a value that could not be had. The API server is judged where its pod or kubeadm's
    configuration is in sight; a managed cluster shows none of it.

How to mend it
    Take AlwaysAdmit out of the admission plugins.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --enable-admission-plugins=NodeRestriction

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: admission control, https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "admission_decides",
    id="access.admission_always_admits",
    title="Admission lets every object in",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="does not admit everything",
    bad="admits every object",
    controls=("PRR-02",),
)
