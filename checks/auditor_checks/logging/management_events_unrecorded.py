"""An account whose trails leave out reading or writing calls on its resources.

Why it matters
    A trail may be told to record writing calls only, or data events only. Looking around is what an
    intruder does first, and it consists of reading calls.

Verdicts
    PASS when a trail that covers every region is logging and records reading and writing management
    events; FAIL when there is none. One such trail is enough, whatever the others leave out.
    UNKNOWN when the answer could not be had.

How to mend it
    Let one trail of every region record management events of both kinds.

    ``aws cloudtrail put-event-selectors --trail-name audit --event-selectors '[{"ReadWriteType":
    "All", "IncludeManagementEvents": true}]'``. The first copy of management events is free of
    charge in each region.

Sources
    Logging management events, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    CIS AWS Foundations 3.0 and 5.0: 3.1, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "management_events",
    id="logging.management_events_unrecorded",
    title="Management calls are not all recorded",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="records every management call in every region",
    bad="has no trail that records every management call in every region",
    controls=("LOG-01",),
    same_as=("cloudtrail_multi_region_enabled_logging_management_events",),
)
