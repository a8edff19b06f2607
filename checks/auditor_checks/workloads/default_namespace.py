"""An object in the namespace default.

Why it matters
    In the namespace ``default`` everything meets that nobody sorted: rights, quotas and network
    policies cannot be given to one application, and a command without a namespace hits them all.

Verdicts
    FAIL when the namespace is ``default``, or a manifest names none, so that it is ``default``
    unless whoever applies it says otherwise; PASS for any other. UNKNOWN when it is filled in by a
    template. Objects that Kubernetes itself keeps there, such as the Service ``kubernetes``, are
    not judged, nor are those that have an owner.

How to mend it
    Give each application a namespace of its own, and name it.

        metadata:
          name: web
          namespace: shop

Sources
    Kubernetes: namespaces, https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "own_namespace",
    id="workloads.default_namespace",
    title="Object is in the namespace default",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="has a namespace of its own",
    bad="is in the namespace default, or names none",
    controls=("CHG-04", "ACC-02"),
    same_as=(
        "CKV_K8S_21",
        "KSV-0110",
        "AVD-KSV-0110",
        "C-0061",
        "use-namespace",
        "disallow-default-namespace",
        "kics:Using Unrecommended Namespace",
    ),
)
