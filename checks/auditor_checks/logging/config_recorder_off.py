"""A region in which AWS Config does not record resources and their changes.

Why it matters
    The audit log tells which call was made; the recorder tells what a resource looked like before
    and after. Rules, Security Hub standards and most inventories need it.

Verdicts
    PASS when a recorder of all supported resource types is recording and delivers without failure;
    FAIL when there is none, it is stopped, records chosen types only, or its last delivery failed.
    UNKNOWN when it records all but some types (those of IAM aside), since only you can tell
    whether they matter, or when the answer could not be had.

How to mend it
    Turn on a recorder for all resource types in the region, with a delivery channel.

    ``aws configservice put-configuration-recorder`` with ``allSupported`` true, ``aws configservice
    put-delivery-channel`` and ``aws configservice start-configuration-recorder
    --configuration-recorder-name default``. Record global resources in one region only.

Sources
    Setting up AWS Config with the AWS CLI, https://docs.aws.amazon.com/config/latest/developerguide/gs-cli.html
    CIS AWS Foundations 3.0 and 5.0: 3.3, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "configuration_recorder",
    id="logging.config_recorder_off",
    title="Changes of configuration are not recorded",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="records how its resources are configured",
    bad="does not record how its resources are configured",
    controls=("CHG-03",),
    same_as=("config_recorder_all_regions_enabled",),
)
