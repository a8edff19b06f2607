"""A secret or key in a vault without an end of validity.

Why it matters
    What never ends is never renewed. An end of validity makes the vault remind people in time,
    and makes a forgotten secret useless one day instead of valuable for ever.

Verdicts
    PASS when an end of validity is set, whenever it is; FAIL when none is set; UNKNOWN when the
    answer hangs on a value that could not be had.

How to mend it
    Set an end of validity and renew before it.

    Azure:

        resource "azurerm_key_vault_secret" "database" {
          expiration_date = "2027-06-30T00:00:00Z"
        }

        resource "azurerm_key_vault_key" "data" {
          expiration_date = "2028-01-01T00:00:00Z"
          rotation_policy {
            expire_after = "P365D"
            automatic {
              time_before_expiry = "P30D"
            }
          }
        }

    Google:

        resource "google_secret_manager_secret" "database" {
          expire_time = "2027-06-30T00:00:00Z"
        }

Sources
    About Azure Key Vault secrets, https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import ManagedSecret


def judge(secret: ManagedSecret, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``expiry_set``."""
    yield from wanted(
        secret.expiry_set,
        "expiry_set",
        f"{secret.subject} has an end of validity",
        f"{secret.subject} has no end of validity",
    )


CHECK = Check(
    id="secrets.no_expiry",
    title="Secret or key never expires",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=ManagedSecret,
    judge=judge,
    controls=("SECR-03",),
    same_as=(
        "CKV_AZURE_40",
        "CKV_AZURE_41",
        "AZU-0014",
        "AVD-AZU-0014",
        "azure-keyvault-ensure-key-expiry",
        "AZU-0017",
        "AVD-AZU-0017",
        "azure-keyvault-ensure-secret-expiry",
    ),
)
