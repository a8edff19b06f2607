"""Reads and writes of objects, or runs of functions, that leave no trace in the audit log.

Why it matters
    Management events tell who changed a bucket, not who read what is in it. After a theft the
    question is which objects were taken, and only data events answer it.

Verdicts
    One verdict a kind of call in the account: reads of objects, writes of objects, invocations of
    functions. PASS when a trail that is logging records them for all buckets or functions; FAIL
    when none does, or for some only. UNKNOWN when the answer could not be had.

How to mend it
    Let a trail record data events of all buckets and functions, or waive the kinds that you do not
    need.

    ``aws cloudtrail put-event-selectors --trail-name audit --advanced-event-selectors`` with a
    selector of ``eventCategory`` Data and ``resources.type`` AWS::S3::Object without limits. Data
    events are billed by number: keep the logging bucket itself out by a second selector, and weigh
    the cost for buckets of millions of requests.

Sources
    Logging data events, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
    CIS AWS Foundations 3.0 and 5.0: 3.8 (writes), 3.9 (reads), https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "data_events",
    id="logging.data_events_unrecorded",
    title="Calls on data are not recorded",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="are recorded",
    bad="are not recorded",
    controls=("LOG-01",),
    same_as=(
        "awslambda_function_invoke_api_operations_cloudtrail_logging_enabled",
        "cloudtrail_s3_dataevents_read_enabled",
        "cloudtrail_s3_dataevents_write_enabled",
    ),
)
