"""A cluster in which nothing enforces network policies.

Why it matters
    Policies may be written all the same: without an engine they do nothing, and nobody notices. One
    broken pod then reaches every database and every control interface in the cluster.

Verdicts
    PASS when the network add-on enforces policies; FAIL when it is told not to. UNKNOWN, too, when
    another engine may do it that can't be seen from outside of the cluster.

How to mend it
    Turn network policies on in the network add-on, then write a policy that denies by default.

    ``aws eks update-addon --cluster-name NAME --addon-name vpc-cni --configuration-values
    '{"enableNetworkPolicy": "true"}'``; in Terraform ``configuration_values`` of ``aws_eks_addon``.

Sources
    Limit Pod traffic with Kubernetes network policies (Amazon EKS), https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "network_policy",
    id="exposure.no_network_policy",
    title="Pods may talk to every other pod",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="enforces network policies",
    bad="enforces no network policies",
    controls=("NET-01", "PRR-02"),
    same_as=(
        "eks_cluster_network_policy_enabled",
        "eks_cluster_vpc_cni_network_policy_enforced",
    ),
)
