"""A cluster whose nodes exchange data without encryption.

Why it matters
    Nodes replicate whole documents to each other. Encryption at the front door does nothing for
    that traffic, and it crosses zones on hardware shared with others.

Verdicts
    PASS when traffic between nodes is encrypted; FAIL when it is not, which is the
    default; UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Enable node-to-node encryption on the domain.

    AWS:

        resource "aws_opensearch_domain" "search" {
          node_to_node_encryption {
            enabled = true
          }
        }

    It cannot be turned off again. On a domain older than Elasticsearch 6.0 it needs an upgrade.

Sources
    Node-to-node encryption for Amazon OpenSearch Service, https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "node_to_node_encryption",
    id="encryption.node_to_node",
    title="Traffic between nodes is not encrypted",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="encrypts traffic between its nodes",
    bad="sends data between its nodes in the clear",
    controls=("CERT-05",),
    same_as=(
        "CKV_AWS_6",
        "AWS-0043",
        "AVD-AWS-0043",
        "aws-elasticsearch-enable-in-transit-encryption",
        "opensearch_service_domains_node_to_node_encryption_enabled",
        "kics:Elasticsearch Domain Not Encrypted Node To Node",
        "CKV_AZURE_125",
    ),
)
