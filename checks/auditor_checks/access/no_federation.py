"""An account, domain or dashboard that has only users of its own.

Why it matters
    Users of each account apart are forgotten when people leave, have passwords of their own, and
    show up in no access review. A central provider ends all of it with one switch.

Verdicts
    PASS when a SAML provider, Identity Center or the like is set up; FAIL when none is. An account
    in which only programs act can be waived. UNKNOWN when the answer could not be had.

How to mend it
    Let people sign in through Identity Center or a SAML provider.

    ``aws sso-admin list-instances`` shows whether Identity Center exists; it is turned on in the
    management account. A provider of your own is added by ``aws iam create-saml-provider --name
    company --saml-metadata-document file://metadata.xml``.

Sources
    Identity providers and federation, https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html
    CIS AWS Foundations 3.0: 1.21; 5.0: 1.20, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "federated_sign_in",
    id="access.no_federation",
    title="People do not sign in through a central directory",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="signs people in through a central identity provider",
    bad="does not sign people in through a central identity provider",
    controls=("ACC-08",),
    same_as=(
        "iam_check_saml_providers_sts",
        "opensearch_service_domains_use_cognito_authentication_for_kibana",
        "sagemaker_domain_sso_configured",
    ),
)
