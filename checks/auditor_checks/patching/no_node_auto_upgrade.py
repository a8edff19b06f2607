"""A cluster whose nodes wait for somebody to upgrade them.

Why it matters
    Nodes carry the kernel and the container runtime: flaws in them break the walls between
    programs. Nodes nobody upgrades fall behind until the control plane no longer works with them.

Verdicts
    PASS when nodes are upgraded by themselves; FAIL when they are not; UNKNOWN when that could
    not be had.

How to mend it
    Turn on automatic upgrades of the nodes.

    Google:

        resource "google_container_node_pool" "main" {
          management {
            auto_repair  = true
            auto_upgrade = true
          }
        }

    Azure:

        resource "azurerm_kubernetes_cluster" "main" {
          automatic_upgrade_channel = "patch"
          node_os_upgrade_channel   = "NodeImage"
        }

    A maintenance window and pod disruption budgets keep the upgrades gentle.

Sources
    Auto-upgrading nodes, https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-upgrades
    Automatically upgrade an AKS cluster, https://learn.microsoft.com/azure/aks/auto-upgrade-cluster
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "node_automatic_upgrades",
    id="patching.no_node_auto_upgrade",
    title="Cluster's nodes are not upgraded by themselves",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="upgrades its nodes by itself",
    bad="waits for somebody to upgrade its nodes",
    controls=("PATCH-01",),
    same_as=(
        "CKV_GCP_10",
        "CKV_AZURE_171",
        "google-gke-enable-auto-upgrade",
        "GCP-0058",
        "AVD-GCP-0058",
    ),
)
