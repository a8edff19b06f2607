"""An identity pool that hands credentials of AWS to guests.

Why it matters
    The pool's number is in every page or program that uses it. With it anybody gets the guest role,
    and everything that role may do is public.

Verdicts
    PASS when guests are refused; FAIL when they are let in. A pool that is meant for guests can be
    waived when its role may do next to nothing. UNKNOWN when the answer could not be had.

How to mend it
    Refuse guests, or hold the guest role to what the public may do.

    ``aws cognito-identity update-identity-pool --identity-pool-id ID --identity-pool-name NAME
    --no-allow-unauthenticated-identities``; in Terraform ``allow_unauthenticated_identities`` of
    ``aws_cognito_identity_pool``.

Sources
    Identity pools: authenticated and unauthenticated identities, https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "guests_refused",
    id="access.guests_let_in",
    title="Strangers get credentials without signing in",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="gives credentials to those who signed in only",
    bad="gives credentials to whoever asks",
    controls=("ACC-10",),
    same_as=("cognito_identity_pool_guest_access_disabled",),
)
