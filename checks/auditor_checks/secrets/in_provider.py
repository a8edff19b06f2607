"""A provider block that carries the credentials which it signs in with.

Why it matters
    These credentials may usually change everything that the configuration declares. In the block
    they are in the history of the repository, on every laptop that cloned it and in the logs of
    every build, and cannot be changed without a commit.

Verdicts
    FAIL for each place in the provider block that holds what looks like a key, a token or a
    password. PASS when it was searched from end to end and nothing was found: that is no proof
    that there is nothing. UNKNOWN when it, or a part of it, could not be searched.

How to mend it
    Revoke the key and let the provider take short-lived credentials from its surroundings.

    AWS:

        provider "aws" {
          region = "eu-central-1"
          assume_role {
            role_arn = "arn:aws:iam::111122223333:role/deploy"
          }
        }

    In a pipeline use its identity token (OpenID Connect) instead of a stored key; on a desk use a
    profile with single sign-on. Google and Azure have workload identity federation for the same.

Sources
    Terraform AWS provider: authentication and configuration, https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration
    CIS AWS Foundations 3.0: 1.18; 5.0: 1.17, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_provider",
    title="Secret in a provider configuration",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("provider"),
    controls=("SECR-01",),
    same_as=(
        "CKV_AWS_41",
        "kics:Hardcoded AWS Access Key",
    ),
)
