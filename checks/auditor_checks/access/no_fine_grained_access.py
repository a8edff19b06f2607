"""A search domain without access control by index, document and field.

Why it matters
    Without it the domain's policy knows only in or out: a program that writes logs may delete the
    index of customers too, and the audit log has no users to name.

Verdicts
    PASS when fine-grained access control is on; FAIL when it is off. UNKNOWN when the answer could
    not be had.

How to mend it
    Turn fine-grained access control on, and give each role its indices.

    ``aws opensearch update-domain-config --domain-name NAME --advanced-security-options
    'Enabled=true,InternalUserDatabaseEnabled=false,MasterUserOptions={MasterUserARN=ARN}'``; it
    needs HTTPS, encryption at rest and between nodes, and can't be turned off again.

Sources
    Fine-grained access control in Amazon OpenSearch Service, https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "fine_grained_access",
    id="access.no_fine_grained_access",
    title="Whoever gets in may do everything",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="limits its users to their own data",
    bad="does not limit those whom it lets in",
    controls=("ACC-02",),
    same_as=("opensearch_service_domains_access_control_enabled",),
)
