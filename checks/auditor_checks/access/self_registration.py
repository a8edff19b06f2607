"""A user pool where people sign up by themselves.

Why it matters
    Right for a shop, wrong for an internal tool: there an account is all that keeps strangers out,
    and they can make one.

Verdicts
    PASS when only administrators make users; FAIL when everybody may. Pools of public services can
    be waived. UNKNOWN when the answer could not be had.

How to mend it
    Let only administrators make users, unless the service is for the public.

    ``aws cognito-idp update-user-pool --user-pool-id ID --admin-create-user-config
    AllowAdminCreateUserOnly=true`` (give the pool's other settings as well: those left out go back
    to their defaults).

Sources
    Signing up and confirming user accounts, https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "self_registration_disabled",
    id="access.self_registration",
    title="Anybody may open an account",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is filled by administrators only",
    bad="lets anybody open an account",
    controls=("ACC-10", "ACC-07"),
    same_as=("cognito_user_pool_self_registration_disabled",),
)
