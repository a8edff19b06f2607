"""A cluster or service that can be entered past the directory, with a local account or key.

Why it matters
    A local account knows no second factor, no leaver and no group: it works until somebody thinks
    of it. In the logs its use bears nobody's name.

Verdicts
    PASS when local accounts, shared keys or basic authentication are off; FAIL when they are on;
    UNKNOWN when that could not be had.

How to mend it
    Turn local accounts off and let people in through the directory.

    Azure:

        resource "azurerm_kubernetes_cluster" "main" {
          local_account_disabled = true

          azure_active_directory_role_based_access_control {
            azure_rbac_enabled     = true
            admin_group_object_ids = [azuread_group.operators.object_id]
          }
        }

    Google:

        resource "google_container_cluster" "main" {
          master_auth {
            client_certificate_config {
              issue_client_certificate = false
            }
          }
        }

Sources
    Manage local accounts with AKS-managed Microsoft Entra integration, https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad
    Harden your GKE cluster's security, https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "local_accounts_disabled",
    id="access.basic_authentication",
    title="Service keeps accounts of its own",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="accepts no passwords, shared keys or accounts of its own",
    bad="accepts passwords, shared keys or accounts of its own",
    controls=("ACC-08",),
    same_as=(
        "CKV_AZURE_140",
        "CKV_AZURE_141",
        "CKV_AZURE_142",
        "CKV_AZURE_184",
        "CKV_AZURE_192",
        "CKV_AZURE_195",
        "CKV_AZURE_203",
        "CKV_AZURE_236",
        "CKV_GCP_13",
        "CKV_GCP_19",
        "GCP-0064",
        "AVD-GCP-0064",
        "CKV_AZURE_1",
        "CKV_AZURE_49",
        "CKV_AZURE_149",
        "AZU-0039",
        "AVD-AZU-0039",
        "CKV_AZURE_137",
        "CKV2_AZURE_40",
        "opensearch_service_domains_internal_user_database_enabled",
    ),
)
