"""A cache, stream or endpoint that asks its clients for no proof of who they are.

Why it matters
    One broken program in the same network then reads and overwrites everything in it. The network
    is a fence, not a lock.

Verdicts
    PASS when clients have to authenticate; FAIL when they need not. UNKNOWN when the answer could
    not be had.

How to mend it
    Demand authentication, and give the clients their credentials from a secrets store.

    Redis: ``aws elasticache modify-replication-group --replication-group-id ID --auth-token TOKEN
    --auth-token-update-strategy ROTATE --apply-immediately``, or user groups. Kafka: ``aws kafka
    update-security`` with unauthenticated access off and IAM, SCRAM or TLS on.

Sources
    Authenticating with the Redis OSS AUTH command (ElastiCache), https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
    Authentication and authorization for Amazon MSK APIs, https://docs.aws.amazon.com/msk/latest/developerguide/kafka_apis_iam.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "authentication_required",
    id="access.no_authentication",
    title="Anybody in the network may use the service",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="asks its clients who they are",
    bad="takes orders from everybody who reaches it",
    controls=("ACC-08",),
    same_as=(
        "dms_endpoint_mongodb_authentication_enabled",
        "elasticache_redis_replication_group_auth_enabled",
        "kafka_cluster_mutual_tls_authentication_enabled",
        "kafka_cluster_unrestricted_access_disabled",
    ),
)
