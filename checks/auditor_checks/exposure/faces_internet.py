"""A load balancer, API or transfer server that has a public address.

Why it matters
    Most of them have to. The list of those that do is worth reading: an internal service that got
    the default scheme is in it.

Verdicts
    PASS when it is internal or private; FAIL when it faces the internet. Waive those that serve the
    public. UNKNOWN when the answer could not be had.

How to mend it
    Make the entrance internal unless it serves the public.

    The scheme of a load balancer is fixed: make one with ``aws elbv2 create-load-balancer --scheme
    internal`` and move the name. APIs: ``aws apigateway update-rest-api --rest-api-id ID
    --patch-operations op=replace,path=/endpointConfiguration/types/EDGE,value=PRIVATE`` with a
    resource policy. Servers that files are transferred to: ``aws transfer update-server --server-id
    ID --endpoint-type VPC`` with its subnets.

Sources
    How Elastic Load Balancing works: load balancer scheme, https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "internal_only",
    id="exposure.faces_internet",
    title="Entrance faces the internet",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="is reached from private networks only",
    bad="faces the internet",
    controls=("NET-01",),
    same_as=(
        "CKV_AWS_164",
        "apigateway_restapi_public",
        "elb_internet_facing",
        "elbv2_internet_facing",
    ),
)
