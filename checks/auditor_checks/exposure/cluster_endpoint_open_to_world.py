"""A cluster whose public control plane answers every address.

Why it matters
    With no list of networks, a stolen token works from anywhere, and a flaw in the control plane
    can be used by anybody the day it is known.

Verdicts
    PASS when the public address answers chosen networks only, or there is none; FAIL when it
    answers everybody, which is the default; UNKNOWN when that could not be had.

How to mend it
    List the networks that may reach the control plane.

    AWS:

        resource "aws_eks_cluster" "main" {
          vpc_config {
            endpoint_private_access = true
            public_access_cidrs     = ["192.0.2.0/24"]
          }
        }

    Google:

        resource "google_container_cluster" "main" {
          master_authorized_networks_config {
            cidr_blocks {
              cidr_block = "192.0.2.0/24"
            }
          }
        }

    Azure:

        resource "azurerm_kubernetes_cluster" "main" {
          api_server_access_profile {
            authorized_ip_ranges = ["192.0.2.0/24"]
          }
        }

Sources
    Cluster API server endpoint, https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
    Secure access to the API server using authorized IP ranges, https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "cluster_endpoint_restricted",
    id="exposure.cluster_endpoint_open_to_world",
    title="Cluster's control plane is open to everybody",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="lets chosen networks reach its control plane",
    bad="lets everybody reach its control plane",
    controls=(
        "ACC-10",
        "NET-01",
    ),
    same_as=(
        "CKV_AWS_38",
        "CKV_AZURE_6",
        "CKV_GCP_20",
        "AWS-0041",
        "AVD-AWS-0041",
        "aws-eks-no-public-cluster-access-to-cidr",
        "google-gke-enable-master-networks",
        "azure-container-limit-authorized-ips",
        "eks_cluster_not_publicly_accessible",
        "kics:EKS Cluster Has Public Access CIDRs",
        "GCP-0061",
        "AVD-GCP-0061",
        "AZU-0041",
        "AVD-AZU-0041",
    ),
)
