"""A public web entrance without a web application firewall.

Why it matters
    A web firewall stops the common attacks and floods while the flaw behind is still being
    mended, and is the only place to act when the flaw is in somebody else's product.

Verdicts
    PASS when a web firewall is attached; FAIL when none is; UNKNOWN when it could not be told
    what a firewall is attached to. Entrances that are not public are not judged.

How to mend it
    Attach a web firewall.

    AWS (a distribution takes ``web_acl_id`` instead; let new rules only count at first):

        resource "aws_wafv2_web_acl_association" "web" {
          resource_arn = aws_lb.web.arn
          web_acl_arn  = aws_wafv2_web_acl.main.arn
        }

    Google:

        resource "google_compute_backend_service" "web" {
          security_policy = google_compute_security_policy.main.id
        }

    Azure:

        resource "azurerm_application_gateway" "web" {
          firewall_policy_id = azurerm_web_application_firewall_policy.main.id
        }

Sources
    AWS WAF, https://docs.aws.amazon.com/waf/latest/developerguide/waf-chapter.html
    OWASP Web Application Firewall, https://owasp.org/www-community/Web_Application_Firewall
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "web_firewall",
    id="exposure.no_web_firewall",
    title="No web firewall stands before the service",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="stands behind a web firewall",
    bad="has no web firewall before it",
    controls=("NET-01",),
    same_as=(
        "CKV2_AWS_28",
        "CKV2_AWS_29",
        "CKV2_AWS_33",
        "CKV_AWS_68",
        "CKV_AZURE_120",
        "CKV_AZURE_121",
        "AWS-0011",
        "AVD-AWS-0011",
        "aws-cloudfront-enable-waf",
        "cloudfront_distributions_using_waf",
        "elbv2_waf_acl_attached",
        "apigateway_restapi_waf_acl_attached",
        "kics:CloudFront Without WAF",
        "kics:ALB Is Not Integrated With WAF",
        "kics:API Gateway without WAF",
        "CKV_AZURE_122",
        "CKV_AZURE_123",
        "cognito_user_pool_waf_acl_attached",
    ),
)
