"""A secret that stays the same until somebody changes it, or for too long.

Why it matters
    Secrets leak without anybody noticing. Rotation limits how long a leak is worth something, and
    proves every time that the secret can be replaced on the day it has to be.

Verdicts
    FAIL when no rotation is configured, and when its period exceeds ``max_days`` (90). PASS for
    each of the two that is in order. UNKNOWN when an answer hangs on a value that could not be
    had.

How to mend it
    Rotate the secret by machine at least every 90 days.

    AWS:

        resource "aws_secretsmanager_secret_rotation" "database" {
          secret_id           = aws_secretsmanager_secret.database.id
          rotation_lambda_arn = aws_lambda_function.rotate.arn
          rotation_rules {
            automatically_after_days = 30
          }
        }

    Secrets that RDS manages itself need no function.

    Google:

        resource "google_secret_manager_secret" "database" {
          rotation {
            rotation_period    = "2592000s"
            next_rotation_time = "2027-01-01T00:00:00Z"
          }
          topics {
            name = google_pubsub_topic.rotation.id
          }
        }

Sources
    Rotate AWS Secrets Manager secrets, https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
    PCI DSS 4.0.1: 8.6.3, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View, wanted
from auditor.facts import ManagedSecret, Unknown


class RotationSettings(Settings, frozen=True, kw_only=True):
    """The longest period between two rotations, in days."""

    max_days: int = 90


def judge(secret: ManagedSecret, view: View[RotationSettings]) -> Iterator[Verdict]:
    """Judge whether it rotates, and how often."""
    yield from wanted(
        secret.rotation,
        "rotation",
        f"{secret.subject} rotates by itself",
        f"{secret.subject} does not rotate by itself",
    )
    days, most = secret.rotation_days, view.settings.max_days
    if days is None:
        return
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, "rotation_days")
    else:
        message = f"{secret.subject} rotates every {days} days; at most {most} are wanted"
        yield Verdict(Outcome.FAIL if days > most else Outcome.PASS, message, "rotation_days")


CHECK = Check(
    id="secrets.rotation_disabled",
    title="Secret does not rotate",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=ManagedSecret,
    settings=RotationSettings,
    judge=judge,
    controls=("SECR-03",),
    same_as=(
        "CKV_AWS_304",
        "CKV2_AWS_57",
        "secretsmanager_automatic_rotation_enabled",
    ),
)
