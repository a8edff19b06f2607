"""A listener that lets clients negotiate SSL, TLS 1.0 or TLS 1.1.

Why it matters
    The old versions allow ciphers and constructions that are broken, and rest on MD5 and SHA-1.
    They were formally retired in 2021. A client that is old, or that falls back when somebody on
    the path disturbs it, gets the oldest version that both sides accept.

Verdicts
    FAIL when the lowest accepted version is older than ``oldest`` (TLS 1.2); PASS otherwise.
    Where the provider names a policy instead of a version, the packaged table of policies tells
    its lowest version. UNKNOWN when the value could not be had or the table lacks the policy.

How to mend it
    Accept TLS 1.2 and later only.

    AWS:

        resource "aws_lb_listener" "https" {
          ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
        }

        resource "aws_cloudfront_distribution" "site" {
          viewer_certificate {
            acm_certificate_arn      = aws_acm_certificate.www.arn
            ssl_support_method       = "sni-only"
            minimum_protocol_version = "TLSv1.2_2021"
          }
        }

        resource "aws_api_gateway_domain_name" "api" {
          security_policy = "TLS_1_2"
        }

    Google:

        resource "google_compute_ssl_policy" "modern" {
          name            = "modern"
          profile         = "MODERN"
          min_tls_version = "TLS_1_2"
        }

    Azure:

        resource "azurerm_storage_account" "data" {
          min_tls_version = "TLS1_2"
        }

Sources
    RFC 8996 (Deprecating TLS 1.0 and TLS 1.1), https://www.rfc-editor.org/rfc/rfc8996
    RFC 9325 (Recommendations for Secure Use of TLS), https://www.rfc-editor.org/rfc/rfc9325
    NIST SP 800-52 Rev. 2, https://csrc.nist.gov/pubs/sp/800/52/r2/final
    Security policies for Application Load Balancers, https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import TlsListener, Unknown
from auditor_checks import _data

_OLDEST_FIRST = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")


class OutdatedTlsSettings(Settings, frozen=True, kw_only=True):
    """The oldest version of the protocol that may be accepted."""

    oldest: Literal["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"] = "TLSv1.2"


def judge(listener: TlsListener, view: View[OutdatedTlsSettings]) -> Iterator[Verdict]:
    """Weigh the lowest version accepted, given as such or by the name of a policy."""
    if listener.minimum_version is not None:
        at, answer = "minimum_version", listener.minimum_version
    elif listener.policy is not None:
        at, answer = "policy", listener.policy
    else:
        return
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, at)
        return
    version = answer if answer in _OLDEST_FIRST else _lowest_version(answer)
    if version is None:
        as_of = _data.load("tls_policies")["as_of"]
        reason = f"the policy {answer} is not in our data of {as_of}"
        yield Verdict(Outcome.UNKNOWN, reason, at)
        return
    named = "" if version == answer else f" (policy {answer})"
    old = _OLDEST_FIRST.index(version) < _OLDEST_FIRST.index(view.settings.oldest)
    message = f"{listener.subject} accepts {version} and later{named}"
    yield Verdict(Outcome.FAIL if old else Outcome.PASS, message, at)


def _lowest_version(policy: str) -> str | None:
    """Look a policy up; a name in the data that ends in ``-`` or ``_`` stands for a group."""
    versions: dict[str, str] = _data.load("tls_policies")["lowest_version"]
    if policy in versions:
        return versions[policy]
    groups = [name for name in versions if name.endswith(("-", "_")) and policy.startswith(name)]
    return versions[max(groups, key=len)] if groups else None


CHECK = Check(
    id="certificates.outdated_tls",
    title="Outdated versions of TLS are accepted",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=TlsListener,
    settings=OutdatedTlsSettings,
    judge=judge,
    controls=("CERT-05",),
    same_as=(
        "CKV_AWS_103",
        "CKV_AWS_174",
        "CKV_AWS_206",
        "CKV_AWS_213",
        "CKV_AWS_218",
        "CKV_AWS_228",
        "CKV2_AWS_54",
        "CKV2_AWS_74",
        "CKV_AZURE_15",
        "CKV_AZURE_44",
        "CKV_AZURE_52",
        "CKV_AZURE_54",
        "CKV_AZURE_145",
        "CKV_AZURE_147",
        "CKV_AZURE_148",
        "CKV_AZURE_154",
        "CKV_AZURE_173",
        "CKV_AZURE_200",
        "CKV_AZURE_205",
        "CKV_AZURE_218",
        "CKV_AZURE_223",
        "CKV2_AZURE_37",
        "CKV_GCP_4",
        "AWS-0005",
        "AVD-AWS-0005",
        "aws-apigateway-use-secure-tls-policy",
        "AWS-0013",
        "AVD-AWS-0013",
        "aws-cloudfront-use-secure-tls-policy",
        "AWS-0047",
        "AVD-AWS-0047",
        "aws-elb-use-secure-tls-policy",
        "AWS-0112",
        "AVD-AWS-0112",
        "aws-sam-api-use-secure-tls-policy",
        "AWS-0126",
        "AVD-AWS-0126",
        "aws-elasticsearch-use-secure-tls-policy",
        "AZU-0006",
        "AVD-AZU-0006",
        "azure-appservice-use-secure-tls-policy",
        "AZU-0011",
        "AVD-AZU-0011",
        "azure-storage-use-secure-tls-policy",
        "AZU-0026",
        "AVD-AZU-0026",
        "azure-database-secure-tls-policy",
        "GCP-0039",
        "AVD-GCP-0039",
        "google-compute-use-secure-tls-policy",
        "elbv2_insecure_ssl_ciphers",
        "elb_insecure_ssl_ciphers",
        "cloudfront_distributions_using_deprecated_ssl_protocols",
        "kics:ELB Using Weak Ciphers",
        "kics:ELB Using Insecure Protocols",
        "kics:CloudFront Without Minimum Protocol TLS 1.2",
        "kics:API Gateway Without Security Policy",
        "AZU-0059",
        "AVD-AZU-0059",
    ),
)
