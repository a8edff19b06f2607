"""A user pool that does not stop sign-ins with leaked passwords or from strange places.

Why it matters
    People use one password everywhere. Lists of leaked ones are tried against every sign-in page
    within days, and each try looks like a correct password.

Verdicts
    Three things are judged apart: protection in full function, leaked passwords blocked at sign-in,
    and sign-ins of any risk blocked. PASS when it is so; FAIL when it is off or only watches.
    UNKNOWN when the answer could not be had.

How to mend it
    Turn threat protection on in full function, and block what it finds.

    ``aws cognito-idp set-risk-configuration --user-pool-id ID
    --compromised-credentials-risk-configuration 'Actions={EventAction=BLOCK}'``; full function is
    set by ``UserPoolAddOns`` of the pool and needs the Plus tier.

Sources
    Advanced security with threat protection (Amazon Cognito), https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "risky_sign_in_blocked",
    id="access.risky_sign_in_allowed",
    title="Suspect sign-ins are let through",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="blocks suspect sign-ins",
    bad="lets suspect sign-ins through",
    controls=("ACC-01", "ACC-11"),
    same_as=(
        "cognito_user_pool_advanced_security_enabled",
        "cognito_user_pool_blocks_compromised_credentials_sign_in_attempts",
        "cognito_user_pool_blocks_potential_malicious_sign_in_attempts",
    ),
)
