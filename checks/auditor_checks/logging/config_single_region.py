"""A collection of recorded configuration that leaves regions out.

Why it matters
    Who changed what, and since when, can be answered only for what is recorded. Resources in a
    region left out are in no inventory, and nobody misses them.

Verdicts
    PASS when all regions are gathered; FAIL when a list of regions is given or the switch is off;
    UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Gather all regions in one aggregator.

    AWS:

        resource "aws_config_configuration_aggregator" "main" {
          name = "all"
          account_aggregation_source {
            account_ids = [var.account_id]
            all_regions = true
          }
        }

    The recorder itself has to be on in each region.

Sources
    Multi-account multi-Region data aggregation (AWS Config), https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
    CIS AWS Foundations 3.0 and 5.0: 3.3, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "config_every_region",
    id="logging.config_single_region",
    title="Configuration is not gathered from every region",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="gathers the configuration of every region",
    bad="leaves regions out",
    controls=("CHG-03",),
    same_as=(
        "CKV_AWS_121",
        "AWS-0019",
        "AVD-AWS-0019",
        "aws-config-aggregate-all-regions",
        "kics:Configuration Aggregator to All Regions Disabled",
    ),
)
