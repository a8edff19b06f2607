"""A Kubernetes cluster whose secrets lack a layer of encryption under your own key.

Why it matters
    Kubernetes itself stores secrets encoded, not encrypted, and providers encrypt them under keys
    of their own (EKS does from version 1.28 on). Under a key that you control, a copy of etcd or
    of its backup is worth nothing, its use shows in your audit log, and you can take it away.

Verdicts
    PASS when secrets are encrypted under a customer-managed key; FAIL when not; UNKNOWN when the
    answer hangs on a value that could not be had.

How to mend it
    Name a key for the cluster's secrets.

    AWS:

        resource "aws_eks_cluster" "main" {
          encryption_config {
            resources = ["secrets"]
            provider {
              key_arn = aws_kms_key.cluster.arn
            }
          }
        }

    Google:

        resource "google_container_cluster" "main" {
          database_encryption {
            state    = "ENCRYPTED"
            key_name = google_kms_crypto_key.cluster.id
          }
        }

    Azure:

        resource "azurerm_kubernetes_cluster" "main" {
          key_management_service {
            key_vault_key_id = azurerm_key_vault_key.cluster.id
          }
        }

    Write the secrets again afterwards, so that those already stored are encrypted too.

Sources
    Default envelope encryption for all Kubernetes API data (Amazon EKS), https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
    Encrypt secrets at the application layer (GKE), https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
    Encrypting confidential data at rest (Kubernetes), https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "secrets_envelope_encryption",
    id="secrets.no_envelope_encryption",
    title="Cluster's secrets are not encrypted with a key of your own",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="encrypts its secrets with a customer-managed key",
    bad="does not encrypt its secrets with a customer-managed key",
    controls=("SECR-06",),
    same_as=(
        "CKV_AWS_58",
        "AWS-0039",
        "AVD-AWS-0039",
        "aws-eks-encrypt-secrets",
        "eks_cluster_kms_cmk_encryption_in_secrets_enabled",
        "kics:EKS Cluster Encryption Disabled",
    ),
)
