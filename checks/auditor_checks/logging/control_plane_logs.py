"""A Kubernetes cluster whose control plane leaves no record.

Why it matters
    The audit log of the API server is the only record of who read which secret, who opened a
    shell in which pod, and who changed the rules of access. The provider does not keep it for
    you.

Verdicts
    PASS when all kinds of log of the control plane are on; FAIL when one of them is missing;
    UNKNOWN when the answer hangs on a value that could not be had. For EKS these are api, audit,
    authenticator, controllerManager and scheduler.

How to mend it
    Turn on every kind of log of the control plane.

    AWS:

        resource "aws_eks_cluster" "main" {
          enabled_cluster_log_types = [
            "api", "audit", "authenticator", "controllerManager", "scheduler",
          ]
        }

    Google:

        resource "google_container_cluster" "main" {
          logging_config {
            enable_components = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER"]
          }
        }

    Azure:

        resource "azurerm_kubernetes_cluster" "main" {
          name = "main"
        }

        resource "azurerm_monitor_diagnostic_setting" "main" {
          name                       = "control-plane"
          target_resource_id         = azurerm_kubernetes_cluster.main.id
          log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id

          enabled_log {
            category = "kube-audit-admin"
          }
        }

Sources
    Amazon EKS control plane logs, https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
    About GKE logs, https://cloud.google.com/kubernetes-engine/docs/concepts/about-logs
    Monitor Azure Kubernetes Service, https://learn.microsoft.com/azure/aks/monitor-aks
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "control_plane_logs",
    id="logging.control_plane_logs",
    title="Cluster's control plane is not fully logged",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="logs every part of its control plane",
    bad="does not log every part of its control plane",
    controls=("LOG-01",),
    same_as=(
        "CKV_AWS_37",
        "CKV_GCP_1",
        "AWS-0038",
        "AVD-AWS-0038",
        "aws-eks-enable-control-plane-logging",
        "GCP-0060",
        "AVD-GCP-0060",
        "google-gke-enable-stackdriver-logging",
        "eks_control_plane_logging_all_types_enabled",
        "kics:EKS cluster logging is not enabled",
        "kics:Missing Cluster Log Types",
    ),
)
