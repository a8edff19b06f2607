"""A cluster without role-based access control.

Why it matters
    Without roles everybody who reaches the cluster's API may do everything in it: read each
    secret and run what they like on each node.

Verdicts
    PASS when role-based access control is on; FAIL when it is off; UNKNOWN when that could not be
    had.

How to mend it
    Turn on role-based access control.

    Azure (only when the cluster is created: a change replaces it):

        resource "azurerm_kubernetes_cluster" "main" {
          role_based_access_control_enabled = true
        }

    Google:

        resource "google_container_cluster" "main" {
          enable_legacy_abac = false
        }

Sources
    Using RBAC authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    Access and identity options for AKS, https://learn.microsoft.com/azure/aks/concepts-identity
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "cluster_rbac",
    id="access.no_cluster_rbac",
    title="Cluster does not limit who may do what",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="limits by role who may do what",
    bad="does not limit by role who may do what",
    controls=("ACC-02",),
    same_as=(
        "CKV_AZURE_5",
        "CKV_GCP_7",
        "azure-container-use-rbac-permissions",
        "GCP-0062",
        "AVD-GCP-0062",
        "AZU-0042",
        "AVD-AZU-0042",
    ),
)
