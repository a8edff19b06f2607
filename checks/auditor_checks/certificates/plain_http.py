"""A listener that answers plain HTTP or TCP instead of sending clients to TLS.

Why it matters
    Everything on that path can be read and changed on the way: sessions, forms, downloads. One
    plain entry is enough, since whoever sits on the path chooses which entry clients use.

Verdicts
    FAIL when the listener serves content, or forwards to targets, without TLS. PASS when it
    speaks TLS only, refuses plain connections, or does nothing but redirect them to TLS. UNKNOWN
    when protocol or action hang on a value that could not be had.

How to mend it
    Serve over TLS, and leave on the plain port nothing but a redirect.

    AWS:

        resource "aws_lb_listener" "http" {
          port     = 80
          protocol = "HTTP"
          default_action {
            type = "redirect"
            redirect {
              port        = "443"
              protocol    = "HTTPS"
              status_code = "HTTP_301"
            }
          }
        }

        resource "aws_cloudfront_distribution" "site" {
          default_cache_behavior {
            viewer_protocol_policy = "redirect-to-https"
          }
        }

    Google:

        resource "google_compute_url_map" "redirect" {
          name = "redirect"
          default_url_redirect {
            https_redirect = true
            strip_query    = false
          }
        }

    Azure:

        resource "azurerm_linux_web_app" "api" {
          https_only = true

          site_config {
            ftps_state = "FtpsOnly"
          }
        }

Sources
    RFC 9325, section 3.2 (Strict TLS), https://www.rfc-editor.org/rfc/rfc9325#section-3.2
    HTTPS listeners for Application Load Balancers, https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, unwanted
from auditor.facts import TlsListener


def judge(listener: TlsListener, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``plain``."""
    yield from unwanted(
        listener.plain,
        "plain",
        f"{listener.subject} serves its clients over TLS only",
        f"{listener.subject} serves clients without TLS",
    )


CHECK = Check(
    id="certificates.plain_http",
    title="Clients are served without TLS",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=TlsListener,
    judge=judge,
    controls=("CERT-05",),
    same_as=(
        "CKV_AWS_2",
        "CKV_AWS_34",
        "CKV_AWS_83",
        "CKV_AWS_103",
        "CKV_AWS_127",
        "CKV_AWS_220",
        "CKV_AWS_376",
        "CKV2_AWS_20",
        "CKV2_AWS_72",
        "CKV_AZURE_14",
        "CKV_AZURE_70",
        "CKV_AZURE_153",
        "CKV_AZURE_161",
        "AWS-0012",
        "AVD-AWS-0012",
        "aws-cloudfront-enforce-https",
        "AWS-0046",
        "AVD-AWS-0046",
        "aws-elasticsearch-enforce-https",
        "AWS-0054",
        "AVD-AWS-0054",
        "aws-elb-http-not-used",
        "AZU-0004",
        "AVD-AZU-0004",
        "azure-appservice-enforce-https",
        "AZU-0072",
        "AVD-AZU-0072",
        "azure-appservice-web-app-https-only",
        "elbv2_ssl_listeners",
        "elb_ssl_listeners",
        "cloudfront_distributions_https_enabled",
        "opensearch_service_domains_https_communications_enforced",
        "cloudfront_distributions_origin_traffic_encrypted",
        "kics:ALB Listening on HTTP",
        "kics:Cloudfront Viewer Protocol Policy Allows HTTP",
        "kics:Elasticsearch with HTTPS disabled",
        "CKV_AZURE_78",
        "CKV_AZURE_197",
        "CKV_AZURE_217",
        "CKV2_GCP_10",
        "CKV2_GCP_37",
        "CKV2_GCP_38",
        "AZU-0071",
        "AVD-AZU-0071",
        "CKV_AWS_378",
    ),
)
