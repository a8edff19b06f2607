"""A cluster whose control plane answers on the internet.

Why it matters
    Whoever can talk to the control plane can try stolen tokens and fresh flaws against it. An
    address inside the network takes the whole internet out of that game.

Verdicts
    PASS when the control plane has a private address only; FAIL when it has a public one; UNKNOWN
    when that could not be had. Which networks may reach the public address is judged by
    ``exposure.cluster_endpoint_open_to_world``.

How to mend it
    Turn the public endpoint off and the private one on.

    AWS:

        resource "aws_eks_cluster" "main" {
          vpc_config {
            endpoint_private_access = true
            endpoint_public_access  = false
          }
        }

    Google:

        resource "google_container_cluster" "main" {
          private_cluster_config {
            enable_private_nodes    = true
            enable_private_endpoint = true
          }
        }

    Azure:

        resource "azurerm_kubernetes_cluster" "main" {
          private_cluster_enabled = true
        }

    First make sure that people and pipelines have a way in: a VPN, a bastion, or runners inside
    the network.

Sources
    Cluster API server endpoint, https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
    Create a private AKS cluster, https://learn.microsoft.com/azure/aks/private-clusters
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "cluster_endpoint_private",
    id="exposure.public_cluster_endpoint",
    title="Cluster's control plane has a public address",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="keeps its control plane off the internet",
    bad="offers its control plane on the internet",
    controls=("ACC-10",),
    same_as=(
        "CKV_AWS_39",
        "CKV_AZURE_115",
        "CKV_GCP_18",
        "AWS-0040",
        "AVD-AWS-0040",
        "aws-eks-no-public-cluster-access",
        "google-gke-enable-private-cluster",
        "kics:EKS Cluster Has Public Access",
        "AZU-0065",
        "AVD-AZU-0065",
        "GCP-0053",
        "AVD-GCP-0053",
        "eks_cluster_private_nodes_enabled",
    ),
)
