"""A user pool that sends the code for a new password to a telephone number.

Why it matters
    Telephone numbers are taken over by a call to the operator's shop. Whoever has the number for an
    hour has the account for good.

Verdicts
    PASS when mail comes first, or an administrator has to help; FAIL when the telephone is put
    first. UNKNOWN when the answer could not be had. Pools that choose no way are not judged.

How to mend it
    Prefer recovery by verified mail, and let the telephone come second or not at all.

    Set ``AccountRecoverySetting`` of the pool by ``aws cognito-idp update-user-pool --user-pool-id
    ID --account-recovery-setting 'RecoveryMechanisms=[{Priority=1,Name=verified_email}]'`` together
    with its other settings.

Sources
    Recovering user accounts (UserPool AccountRecoverySetting), https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountRecoverySettingType.html
    NIST SP 800-63B section 5.1.3.3 (out-of-band verification by telephone), https://pages.nist.gov/800-63-3/sp800-63b.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "recovery_without_text_message",
    id="access.recovery_by_text_message",
    title="Accounts are recovered by text message first",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="does not recover accounts by text message first",
    bad="recovers accounts by text message first",
    controls=("ACC-11",),
    same_as=("cognito_user_pool_account_recovery_sms_not_preferred",),
)
