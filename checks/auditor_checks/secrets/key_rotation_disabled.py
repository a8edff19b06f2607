"""An encryption key whose material stays the same, or stays too long.

Why it matters
    The more data one key protects, the more its loss costs. Rotation by the provider keeps the
    key's name and policy, still decrypts old data, and gives nobody any work.

Verdicts
    FAIL when rotation is off, and when its period exceeds ``max_days`` (365). PASS for each of
    the two that is in order. UNKNOWN when an answer hangs on a value that could not be had. Keys
    that cannot rotate by themselves (asymmetric, imported material) are not judged.

How to mend it
    Turn on rotation by the provider.

    AWS:

        resource "aws_kms_key" "data" {
          enable_key_rotation = true
        }

    Google:

        resource "google_kms_crypto_key" "data" {
          rotation_period = "7776000s"
        }

    Azure:

        resource "azurerm_key_vault_key" "data" {
          rotation_policy {
            expire_after = "P365D"
            automatic {
              time_before_expiry = "P30D"
            }
          }
        }

Sources
    Rotate AWS KMS keys, https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
    Key rotation (Google Cloud KMS), https://cloud.google.com/kms/docs/key-rotation
    CIS AWS Foundations 3.0 and 5.0: 3.6, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View, wanted
from auditor.facts import EncryptionKey, Unknown


class KeyRotationSettings(Settings, frozen=True, kw_only=True):
    """The longest period between two rotations, in days."""

    max_days: int = 365


def judge(key: EncryptionKey, view: View[KeyRotationSettings]) -> Iterator[Verdict]:
    """Judge whether it rotates, and how often."""
    yield from wanted(
        key.rotation,
        "rotation",
        f"{key.subject} rotates by itself",
        f"{key.subject} does not rotate by itself",
    )
    days, most = key.rotation_days, view.settings.max_days
    if days is None:
        return
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, "rotation_days")
    else:
        message = f"{key.subject} rotates every {days} days; at most {most} are wanted"
        yield Verdict(Outcome.FAIL if days > most else Outcome.PASS, message, "rotation_days")


CHECK = Check(
    id="secrets.key_rotation_disabled",
    title="Encryption key does not rotate",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=EncryptionKey,
    settings=KeyRotationSettings,
    judge=judge,
    controls=("SECR-05",),
    same_as=(
        "CKV_AWS_7",
        "CKV_GCP_43",
        "AWS-0065",
        "AVD-AWS-0065",
        "aws-kms-auto-rotate-keys",
        "GCP-0065",
        "AVD-GCP-0065",
        "google-kms-rotate-kms-keys",
        "kms_cmk_rotation_enabled",
        "kics:CMK Rotation Disabled",
    ),
)
