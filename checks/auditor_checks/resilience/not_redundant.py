"""A line, endpoint, cluster or origin that exists once.

Why it matters
    It fails, is patched, or is cut by an excavator; then the service stands until somebody has put
    up another.

Verdicts
    PASS when a second one takes over by itself; FAIL when there is none. UNKNOWN when the answer
    could not be had.

How to mend it
    Add a second one, at another place, with automatic failover.

    Lines: order a second connection at another location. Redis: ``aws elasticache
    modify-replication-group --replication-group-id ID --automatic-failover-enabled
    --apply-immediately``. Search: three dedicated master nodes and at least three data nodes.
    Endpoints: ``InitialInstanceCount`` of two or more.

Sources
    AWS Direct Connect Resiliency Toolkit, https://docs.aws.amazon.com/directconnect/latest/UserGuide/resiliency_toolkit.html
    Minimizing downtime in ElastiCache with Multi-AZ, https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "redundant",
    id="resilience.not_redundant",
    title="Nothing takes over when it fails",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="has a second one to take over",
    bad="has nothing to take over when it fails",
    controls=("RES-01",),
    same_as=(
        "cloudfront_distributions_multiple_origin_failover_configured",
        "directconnect_connection_redundancy",
        "directconnect_virtual_interface_redundancy",
        "elasticache_redis_cluster_automatic_failover_enabled",
        "opensearch_service_domains_fault_tolerant_data_nodes",
        "opensearch_service_domains_fault_tolerant_master_nodes",
        "sagemaker_endpoint_config_prod_variant_instances",
    ),
)
