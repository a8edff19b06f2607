"""A Roles Anywhere profile that hands the whole role to every certificate.

Why it matters
    Servers outside of AWS are as many as their certificates. A session policy bounds what any of
    them can do, whatever the role grows into.

Verdicts
    PASS when a session policy or managed policies narrow the sessions; FAIL when neither does.
    UNKNOWN when the answer could not be had.

How to mend it
    Add a session policy to the profile with what its servers need.

    ``aws rolesanywhere update-profile --profile-id ID --session-policy file://policy.json``; in
    Terraform ``session_policy`` of ``aws_rolesanywhere_profile``.

Sources
    What is IAM Roles Anywhere, https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "session_scoped",
    id="access.session_unscoped",
    title="Sessions get all of the role's rights",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="narrows the sessions it hands out",
    bad="hands out all rights of its roles",
    controls=("ACC-02",),
    same_as=("rolesanywhere_profile_restricts_session_permissions",),
)
