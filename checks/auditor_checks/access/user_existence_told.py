"""An application whose errors differ for known and unknown users.

Why it matters
    With it lists of addresses are sorted into customers and others, for free, and attacks on
    passwords are aimed at real users only.

Verdicts
    PASS when errors are alike; FAIL when they tell, which is what applications made before 2020 do.
    UNKNOWN when the answer could not be had.

How to mend it
    Let errors be the same for known and unknown users.

    ``aws cognito-idp update-user-pool-client --user-pool-id ID --client-id ID
    --prevent-user-existence-errors ENABLED`` with the client's other settings; in Terraform
    ``prevent_user_existence_errors`` of ``aws_cognito_user_pool_client``.

Sources
    Managing user existence error responses, https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "user_existence_hidden",
    id="access.user_existence_told",
    title="Sign-in page tells who has an account",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="does not tell who has an account",
    bad="tells strangers who has an account",
    controls=("ACC-11",),
    same_as=("cognito_user_pool_client_prevent_user_existence_errors",),
)
