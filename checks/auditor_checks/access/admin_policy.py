"""A policy that lets its holder do everything to everything.

Why it matters
    Whoever holds such a policy, or any program that runs with it, can read every store, erase
    every backup and give away the account. One leaked token is then enough to lose the estate,
    and no review can tell which of these powers were ever meant.

Verdicts
    FAIL when a statement allows every action (``*`` or ``*:*``), or every action of IAM
    (``iam:*``), on every resource, whatever its conditions, and no denial without conditions
    takes it all back; when an Azure role definition holds the action ``*``; and when a basic role
    that owns or edits everything is granted (``roles``). PASS when no statement does. UNKNOWN
    when that hangs on an action, a resource or an effect that could not be had. Policies on
    resources and trust policies are judged for basic roles only. What is written into a user or
    role of a live account never fails here, but in ``access.administrator`` and
    ``access.administrator_workload``, which weigh all that the holder has.

How to mend it
    Replace the wildcards by the actions and resources that the holder really uses.

    AWS (what was used is listed by IAM Access Analyzer, *Generate policy*):

        data "aws_iam_policy_document" "deploy" {
          statement {
            actions   = ["s3:GetObject", "s3:PutObject"]
            resources = ["${aws_s3_bucket.releases.arn}/*"]
          }
        }

    Google:

        resource "google_project_iam_member" "deploy" {
          project = var.project
          role    = "roles/run.developer"
          member  = google_service_account.deploy.member
        }

    For emergencies keep one guarded role that people assume for an hour, with an alarm on its
    use.

Sources
    Security best practices in IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
    Basic roles in IAM, https://cloud.google.com/iam/docs/roles-overview#basic
    CIS AWS Foundations 3.0: 1.16; 5.0: 1.15, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant, Principal, Unknown
from auditor_checks.access._administration import judged_with_holder
from auditor_checks.access._grants import (
    Fault,
    allowing,
    denied,
    grants_of,
    judged,
    said,
    unlimited,
)
from auditor_checks.access._patterns import every_action, whole_service


class AdminSettings(Settings, frozen=True, kw_only=True):
    """Named roles that hold everything, without regard to case."""

    roles: tuple[str, ...] = ("roles/owner", "roles/editor", "Owner")


def judge(policy: AccessPolicy, view: View[AdminSettings]) -> Iterator[Verdict]:
    """Look for a statement, or a basic role, that leaves nothing out."""
    grants = grants_of(policy)
    roles = {role.lower() for role in view.settings.roles}
    identity = policy.purpose == "identity"
    everywhere = policy.origin.provider == "azurerm"
    if not identity and not any(grant.role for grant in grants):
        return

    def judge_grant(grant: Grant) -> Fault:
        if grant.role:
            held = _holds(grant.role, roles)
            named = grant.role if isinstance(grant.role, str) else ""
            return said(all_of((allowing(grant), held)), f"grants the basic role {named}")
        if not identity:
            return ""
        reach = True if everywhere else unlimited(grant)
        whole = [_whole(grants, grant, action) for action in grant.actions]
        answer = all_of((allowing(grant), any_of(whole), reach))
        kind = "" if any(map(_everything, grant.actions)) else " of iam"
        return said(answer, f"allows every action{kind} on every resource")

    for verdict in judged(policy, judge_grant, "does not grant full administration"):
        if verdict.outcome is not Outcome.FAIL or not judged_with_holder(policy, view):
            yield verdict


def _holds(role: str | Unknown, roles: set[str]) -> Answer:
    return role if isinstance(role, Unknown) else role.lower() in roles


def _whole(grants: tuple[Grant, ...], grant: Grant, action: str | Unknown) -> Answer:
    """Say whether the action is everything, or all rights over rights, which is as good."""
    if isinstance(action, Unknown):
        return action
    full = every_action(action) or whole_service(action) == "iam"
    return full and not denied(grants, grant, action)


def _everything(action: str | Unknown) -> bool:
    return isinstance(action, str) and every_action(action)


CHECK = Check(
    id="access.admin_policy",
    title="Policy grants full administration",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    settings=AdminSettings,
    controls=("ACC-02",),
    also=(Principal,),
    same_as=(
        "CKV_AWS_1",
        "CKV_AWS_62",
        "CKV_AZURE_39",
        "CKV_GCP_115",
        "CKV_GCP_116",
        "CKV_GCP_117",
        "AWS-0057",
        "AVD-AWS-0057",
        "aws-iam-no-policy-wildcards",
        "iam_customer_unattached_policy_no_administrative_privileges",
        "iam_inline_policy_no_administrative_privileges",
        "iam_customer_attached_policy_no_administrative_privileges",
        "kics:IAM Policies With Full Privileges",
        "kics:IAM Policy Grants Full Permissions",
        "kics:IAM Role With Full Privileges",
        "AZU-0030",
        "AVD-AZU-0030",
        "CKV2_AWS_40",
    ),
)
