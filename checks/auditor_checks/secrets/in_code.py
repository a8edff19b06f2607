"""A literal secret in an attribute, a default, a local value, an output or a variables file.

Why it matters
    Code is copied further than anything else: forks, laptops, caches of build machines, the state
    file. History never forgets, so a secret that was committed once is known to all who could
    ever read the repository.

Verdicts
    FAIL for each place in the code that holds what looks like a key, a token or a password. PASS
    when it was searched from end to end and nothing was found: that is no proof that there is
    nothing. UNKNOWN when it, or a part of it, could not be searched.

How to mend it
    Revoke the secret, store a new one outside the code, and refer to it by name.

    AWS:

        resource "aws_db_instance" "main" {
          manage_master_user_password = true
        }

    Any provider:

        variable "token" {
          type      = string
          sensitive = true
        }

    A sensitive variable keeps the value out of the output, not out of the state: where the provider
    has a write-only argument (``password_wo``) use it with an ephemeral resource. If what was found
    is no secret, say so in a waiver with a reason.

Sources
    CWE-798 (Use of Hard-coded Credentials), https://cwe.mitre.org/data/definitions/798.html
    Terraform: manage sensitive data, https://developer.hashicorp.com/terraform/language/manage-sensitive-data
    PCI DSS 4.0.1: 8.6.2, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_code",
    title="Secret in code",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("code"),
    controls=("SECR-01",),
    same_as=(
        "CKV_AWS_41",
        "CKV_SECRET_1",
        "CKV_SECRET_2",
        "CKV_SECRET_3",
        "CKV_SECRET_4",
        "CKV_SECRET_5",
        "CKV_SECRET_6",
        "CKV_SECRET_7",
        "CKV_SECRET_8",
        "CKV_SECRET_9",
        "CKV_SECRET_11",
        "CKV_SECRET_12",
        "CKV_SECRET_13",
        "CKV_SECRET_14",
        "CKV_SECRET_15",
        "CKV_SECRET_16",
        "CKV_SECRET_17",
        "CKV_SECRET_18",
        "CKV_SECRET_19",
        "general-secrets-no-plaintext-exposure",
        "general-secrets-sensitive-in-attribute",
        "general-secrets-sensitive-in-local",
        "general-secrets-sensitive-in-variable",
        "ssm_document_secrets",
        "cloudformation_stack_outputs_find_secrets",
        "kics:Hardcoded AWS Access Key",
        "kics:EC2 Instance Using API Keys",
        "CKV_AZURE_239",
        "CKV_AWS_295",
        "codebuild_project_source_repo_url_no_sensitive_credentials",
        "datapipeline_pipeline_no_secrets_in_definition",
        "glue_catalog_connection_no_secrets",
        "stepfunctions_statemachine_no_secrets_in_definition",
    ),
)
