"""An application whose refresh tokens work until they end.

Why it matters
    A refresh token lives for thirty days by default. When a phone is lost, or a user signs out, it
    should end at once.

Verdicts
    PASS when tokens can be revoked; FAIL when they cannot. UNKNOWN when the answer could not be
    had.

How to mend it
    Turn token revocation on for the application.

    ``aws cognito-idp update-user-pool-client --user-pool-id ID --client-id ID
    --enable-token-revocation`` with the client's other settings; in Terraform
    ``enable_token_revocation`` of ``aws_cognito_user_pool_client``.

Sources
    Ending user sessions with token revocation, https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "token_revocation",
    id="access.tokens_irrevocable",
    title="Stolen token cannot be taken back",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="can take its tokens back",
    bad="cannot take its tokens back",
    controls=("ACC-11",),
    same_as=("cognito_user_pool_client_token_revocation_enabled",),
)
