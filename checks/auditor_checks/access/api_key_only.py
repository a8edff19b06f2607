"""An API whose callers show nothing but a key that all of them share.

Why it matters
    The key sits in the page or program of every user, so it is public. It names nobody, and taking
    it back locks out everybody.

Verdicts
    PASS when callers sign in by a user pool, OpenID Connect, IAM or a function; FAIL when a key
    alone is enough. UNKNOWN when the answer could not be had.

How to mend it
    Sign callers in by a user pool, OpenID Connect or IAM, and take the key away.

    ``aws appsync update-graphql-api --api-id ID --name NAME --authentication-type AWS_IAM``; in
    Terraform ``authentication_type`` of ``aws_appsync_graphql_api``. An API that is meant to be
    public can be waived.

Sources
    Configuring authorization and authentication to secure your GraphQL APIs, https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_beyond_key",
    id="access.api_key_only",
    title="Shared key opens the API",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="signs its callers in",
    bad="lets in whoever has the shared key",
    controls=("ACC-10",),
    same_as=("appsync_graphql_api_no_api_key_authentication",),
)
