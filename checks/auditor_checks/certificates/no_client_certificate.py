"""An interface between machines that proves only one of the two sides.

Why it matters
    Without a client certificate the back end cannot tell calls that came through the gateway from
    calls that went around it, and a stolen token works from anywhere. A certificate on both sides
    ties the call to a key that does not travel.

Verdicts
    PASS when the caller must present a client certificate, or the gateway presents one to its
    back end; FAIL when not; UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Ask for a client certificate on both sides, and check it.

    AWS:

        resource "aws_api_gateway_client_certificate" "backend" {}

        resource "aws_api_gateway_stage" "live" {
          client_certificate_id = aws_api_gateway_client_certificate.backend.id
        }

    Azure:

        resource "azurerm_linux_web_app" "api" {
          client_certificate_enabled = true
          client_certificate_mode    = "Required"
        }

Sources
    API Gateway: client certificates for the back end, https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html
    RFC 8446, section 4.3.2 (Certificate Request), https://www.rfc-editor.org/rfc/rfc8446#section-4.3.2
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import TlsListener


def judge(listener: TlsListener, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``client_certificate``."""
    yield from wanted(
        listener.client_certificate,
        "client_certificate",
        f"{listener.subject} uses a client certificate",
        f"{listener.subject} uses no client certificate",
    )


CHECK = Check(
    id="certificates.no_client_certificate",
    title="No client certificate is used",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=TlsListener,
    judge=judge,
    controls=("CERT-06",),
    same_as=(
        "CKV2_AWS_51",
        "CKV_AZURE_17",
        "CKV_AZURE_152",
        "AZU-0001",
        "AVD-AZU-0001",
        "azure-appservice-require-client-cert",
        "apigateway_restapi_client_certificate_enabled",
        "kics:API Gateway Without SSL Certificate",
    ),
)
