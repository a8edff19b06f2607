"""An API, function, application or cache that answers anybody who reaches it.

Why it matters
    What the back end does for one caller it does for everybody: it reads, writes and costs money.
    An unlisted address is found within hours.

Verdicts
    PASS when an authoriser, IAM, or a key is asked for; FAIL when nothing is; UNKNOWN when that
    could not be had.

How to mend it
    Name the authoriser, or IAM, on the method.

        resource "aws_api_gateway_method" "orders" {
          rest_api_id   = aws_api_gateway_rest_api.shop.id
          resource_id   = aws_api_gateway_resource.orders.id
          http_method   = "POST"
          authorization = "COGNITO_USER_POOLS"
          authorizer_id = aws_api_gateway_authorizer.users.id
        }

    A function address takes ``authorization_type = "AWS_IAM"``, a Google Memorystore for Redis
    ``auth_enabled = true``, an Azure app ``auth_settings_v2``. A route that is meant for everybody,
    such as a health page, is accepted by a waiver.

Sources
    Control and manage access to REST APIs in API Gateway, https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
    Control access to Lambda function URLs, https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    OWASP API Security Top 10: API2:2023, https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_authentication",
    id="access.unauthenticated_api",
    title="API asks nobody who they are",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="asks callers who they are",
    bad="answers callers that it does not know",
    controls=("ACC-10",),
    same_as=(
        "CKV2_AWS_70",
        "CKV_AWS_59",
        "CKV_AWS_258",
        "CKV_AWS_309",
        "AWS-0004",
        "AVD-AWS-0004",
        "aws-api-gateway-no-public-access",
        "apigatewayv2_api_authorizers_enabled",
        "awslambda_function_url_public",
        "apigateway_restapi_public_with_authorizer",
        "apigateway_restapi_authorizers_enabled",
        "kics:API Gateway With Open Access",
        "CKV_GCP_95",
        "CKV_AZURE_13",
        "CKV_AZURE_56",
        "AZU-0003",
        "AVD-AZU-0003",
    ),
)
