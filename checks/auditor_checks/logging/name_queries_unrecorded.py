"""A public zone of names that does not record who asks for what.

Why it matters
    Queries show names that attackers try, and clients that still use an address you want to
    retire. They say little about your own systems, whose queries their resolver records.

Verdicts
    PASS when queries about a public zone are logged; FAIL when they are not; UNKNOWN when that
    could not be had. Private zones cannot be logged here and are not judged.

How to mend it
    Send the queries to a log group of its own, in the region us-east-1.

    AWS:

        resource "aws_route53_query_log" "public" {
          zone_id                  = aws_route53_zone.public.zone_id
          cloudwatch_log_group_arn = aws_cloudwatch_log_group.queries.arn
        }

    A resource policy must let Route 53 write to the group. Every query is billed as log data.

Sources
    Public DNS query logging, https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "query_log",
    id="logging.name_queries_unrecorded",
    title="Queries for names are not recorded",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="records the queries it gets",
    bad="does not record the queries it gets",
    controls=("LOG-01",),
    same_as=(
        "CKV2_AWS_39",
        "route53_public_hosted_zones_cloudwatch_logging_enabled",
    ),
)
