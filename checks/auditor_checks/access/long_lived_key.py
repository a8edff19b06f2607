"""A key that opens the door until somebody deletes it.

Why it matters
    A key without an end is copied to laptops, build servers and chat, and works wherever it turns
    up. Created by Terraform, its secret half lies in the state as well.

Verdicts
    FAIL for each credential whose form is in ``forms`` (access keys of users, credentials that
    they made for one service, keys of service accounts), unless it is known to be inactive, which
    is a PASS. UNKNOWN when that could not be told. Passwords, keys that end by themselves and
    other forms are not judged.

How to mend it
    Let the program take a role or an attached identity in place of the key.

    AWS (instances, functions and tasks take a role; outside of AWS use OpenID Connect or IAM
    Roles Anywhere):

        resource "aws_iam_instance_profile" "web" {
          role = aws_iam_role.web.name
        }

    Google (outside of Google use workload identity federation):

        resource "google_compute_instance" "web" {
          service_account {
            email  = google_service_account.web.email
            scopes = ["cloud-platform"]
          }
        }

Sources
    Require workloads to use temporary credentials with IAM roles, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles
    Best practices for managing service account keys, https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Credential
from auditor_checks.access._credentials import failure, owned


class KeySettings(Settings, frozen=True, kw_only=True):
    """Forms of credential that last until they are deleted."""

    forms: tuple[str, ...] = ("access key", "service account key", "service-specific credential")


def judge(credential: Credential, view: View[KeySettings]) -> Iterator[Verdict]:
    """Judge ``form``."""
    if credential.form not in view.settings.forms:
        return
    if credential.active is False:
        yield Verdict(Outcome.PASS, f"{credential.subject} is inactive", "form")
    else:
        yield from failure(credential, f"{owned(credential)} is valid until it is deleted", "form")


CHECK = Check(
    id="access.long_lived_key",
    title="Key is valid until it is deleted",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Credential,
    judge=judge,
    settings=KeySettings,
    controls=(
        "SECR-04",
        "ACC-06",
    ),
    same_as=(
        "CKV2_GCP_3",
        "iam_user_with_temporary_credentials",
        "bedrock_api_key_no_long_term_credentials",
    ),
)
