"""A policy or feature of the organisation that would hold every account, and is not used.

Why it matters
    What the organisation forbids no administrator of an account can allow. A limit to the regions
    in use stops most mining at once; central root credentials leave no root passwords to steal;
    tags tell who owns what.

Verdicts
    One verdict a guard, in the management account: opt-out of AI services, limit to chosen regions,
    tag policies, central management of root credentials. PASS when it is in force for the
    organisation; FAIL when not. UNKNOWN when the answer could not be had.

How to mend it
    Put the guard in force at the root of the organisation.

    ``aws organizations enable-policy-type --root-id ROOT --policy-type SERVICE_CONTROL_POLICY``,
    then ``create-policy`` and ``attach-policy``; for root credentials ``aws iam
    enable-organizations-root-credentials-management``. Try a new limit on one organisational unit
    first.

Sources
    Managing organization policies with AWS Organizations, https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html
    Centrally manage root access for member accounts, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "organisation_guard",
    id="access.organisation_policy_missing",
    title="Organisation lacks a guard over its accounts",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is in force",
    bad="is not in force",
    controls=("ACC-09", "PRR-05"),
    same_as=(
        "iam_root_credentials_management_enabled",
        "organizations_opt_out_ai_services_policy",
        "organizations_scp_check_deny_regions",
        "organizations_tags_policies_enabled_and_attached",
    ),
)
