"""A key or vault that can be destroyed with no time to notice.

Why it matters
    Without the key all data under it is noise, backups included. A waiting time turns the
    mistake, or the revenge, of an afternoon into an alarm.

Verdicts
    FAIL when purge protection is off, and when destruction comes sooner than
    ``minimum_days`` (7) after the order. PASS for each of the two that is in order. UNKNOWN when
    an answer hangs on a value that could not be had.

How to mend it
    Turn on purge protection, and choose a waiting time of a week or more.

    AWS (7 days at least, 30 when nothing is said):

        resource "aws_kms_key" "data" {
          deletion_window_in_days = 30
        }

    Azure:

        resource "azurerm_key_vault" "main" {
          purge_protection_enabled   = true
          soft_delete_retention_days = 90
        }

    Google:

        resource "google_kms_crypto_key" "data" {
          destroy_scheduled_duration = "2592000s"
        }

Sources
    Delete an AWS KMS key, https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
    Azure Key Vault soft-delete and purge protection, https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
    Google Cloud KMS: destroy and restore key versions, https://cloud.google.com/kms/docs/destroy-restore
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View, wanted
from auditor.facts import EncryptionKey, Unknown


class KeyDeletionSettings(Settings, frozen=True, kw_only=True):
    """The shortest time between the order to destroy a key and its destruction, in days."""

    minimum_days: int = 7


def judge(key: EncryptionKey, view: View[KeyDeletionSettings]) -> Iterator[Verdict]:
    """Judge how a deletion by mistake could be taken back."""
    yield from wanted(
        key.purge_protection,
        "purge_protection",
        f"{key.subject} cannot be purged before its time",
        f"{key.subject} can be purged at once",
    )
    days, least = key.deletion_window_days, view.settings.minimum_days
    if days is None:
        return
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, "deletion_window_days")
    else:
        message = (
            f"{key.subject} is destroyed {days} days after the order; at least {least} are wanted"
        )
        outcome = Outcome.FAIL if days < least else Outcome.PASS
        yield Verdict(outcome, message, "deletion_window_days")


CHECK = Check(
    id="secrets.key_deletion_unguarded",
    title="Encryption key can be destroyed at once",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=EncryptionKey,
    settings=KeyDeletionSettings,
    judge=judge,
    controls=("SECR-05",),
    same_as=(
        "CKV_AZURE_42",
        "CKV_AZURE_110",
        "AZU-0016",
        "AVD-AZU-0016",
        "azure-keyvault-no-purge",
        "CKV_AZURE_187",
    ),
)
