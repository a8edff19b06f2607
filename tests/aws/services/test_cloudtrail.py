"""CloudTrail: trails, what the account records, and of what somebody is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor_aws.services._event_classes import CLASSES
from auditor_aws.testing import Refusal, Server

Audited = Callable[..., Any]
SERVICES = ("cloudtrail", "cloudtrailaccount")
TOPIC = "arn:aws:sns:us-east-1:123456789012:watch"
GROUP = "arn:aws:logs:us-east-1:{account}:log-group:trail:*"
NOW = datetime.now(UTC)
DELETIONS = (
    '{ ($.eventSource = "kms.amazonaws.com") && '
    '(($.eventName = "DisableKey") || ($.eventName = "ScheduleKeyDeletion")) }'
)
HALF = '{ ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") }'


def trail(name: str, **more: Any) -> dict[str, Any]:
    """A trail as DescribeTrails tells it: of one region, unless ``more`` says otherwise."""
    return {
        "Name": name,
        "TrailARN": f"arn:aws:cloudtrail:us-east-1:123456789012:trail/{name}",
        "HomeRegion": "us-east-1",
        "IsMultiRegionTrail": False,
        "LogFileValidationEnabled": False,
        "HasInsightSelectors": False,
        "IsOrganizationTrail": False,
        **more,
    }


WHOLE = {
    "IsMultiRegionTrail": True,
    "LogFileValidationEnabled": True,
    "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/own",
    "HasInsightSelectors": True,
    "CloudWatchLogsLogGroupArn": GROUP.format(account="123456789012"),
}


def described(aws: Server, *trails: Mapping[str, Any], **status: Any) -> None:
    """Have these trails, recording everything of the account and telling of deleted keys."""
    aws.stub("cloudtrail", "DescribeTrails", {"trailList": list(trails)})
    logging = {"IsLogging": True, "LatestCloudWatchLogsDeliveryTime": NOW, **status}
    aws.stub("cloudtrail", "GetTrailStatus", logging)
    aws.stub(
        "cloudtrail",
        "GetEventSelectors",
        {
            "AdvancedEventSelectors": [
                selector(eventCategory="Management"),
                selector(eventCategory="Data", readOnly="false", **{"resources.type": OBJECT}),
            ]
        },
    )
    aws.stub(
        "cloudtrail",
        "GetInsightSelectors",
        {"InsightSelectors": [{"InsightType": "ApiCallRateInsight"}]},
    )
    alarmed(aws, DELETIONS, HALF)


OBJECT = "AWS::S3::Object"


def selector(**fields: str) -> dict[str, Any]:
    return {"FieldSelectors": [{"Field": n, "Equals": [value]} for n, value in fields.items()]}


def alarmed(aws: Server, *patterns: str, enabled: bool = True, arn: str = TOPIC + ":1") -> None:
    """Have a filter and an alarm for each pattern, and a subscription to their topic."""
    metrics = [f"Metric{i}" for i, _ in enumerate(patterns)]
    aws.stub(
        "logs",
        "DescribeMetricFilters",
        {
            "metricFilters": [
                {
                    "filterPattern": pattern,
                    "metricTransformations": [
                        {"metricName": name, "metricNamespace": "Trail", "metricValue": "1"}
                    ],
                }
                for name, pattern in zip(metrics, patterns, strict=True)
            ]
        },
    )
    aws.stub(
        "cloudwatch",
        "DescribeAlarms",
        {"MetricAlarms": [{**alarm(name, TOPIC), "ActionsEnabled": enabled} for name in metrics]},
    )
    aws.stub("sns", "ListSubscriptionsByTopic", {"Subscriptions": [{"SubscriptionArn": arn}]})


def alarm(metric: str, topic: str) -> dict[str, Any]:
    return {
        "AlarmName": metric,
        "AlarmArn": f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{metric}",
        "Namespace": "Trail",
        "MetricName": metric,
        "ActionsEnabled": True,
        "AlarmActions": [topic],
    }


def seed(aws: Server) -> None:
    described(aws, trail("bare"), trail("whole", **WHOLE))


TRAILS = [
    ("logging.trail_disabled", {"bare": "pass", "whole": "pass"}),
    ("logging.trail_single_region", {"bare": "fail", "whole": "pass"}),
    ("logging.trail_not_validated", {"bare": "fail", "whole": "pass"}),
    ("logging.trail_not_watched", {"bare": "fail", "whole": "pass"}),
    ("logging.trail_insights_off", {"bare": "fail", "whole": "pass"}),
    ("encryption.customer_managed_key", {"bare": "fail", "whole": "pass"}),
    ("logging.region_without_trail", {"us-east-1": "pass"}),
    ("logging.management_events_unrecorded", {"123456789012": "pass"}),
]


def parts(audit: Any, name: str) -> dict[str, Any]:
    return {f.part: f.value for f in audit.facts if getattr(f, "name", "") == name}


def test_trails_have_the_verdicts_of_their_settings(aws: Server, audited: Audited) -> None:
    seed(aws)
    audit = audited(*SERVICES)
    assert {check: audit.verdicts(check) for check, _ in TRAILS} == dict(TRAILS)
    assert parts(audit, "data_events") == {
        "object_reads": False,
        "object_writes": True,
        "lambda_invocations": False,
    }
    assert parts(audit, "event_alarm") == {c.part: c.part == "keys" for c in CLASSES}
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)


def test_without_trails_nothing_is_recorded(aws: Server, audited: Audited) -> None:
    audit = audited(*SERVICES)
    assert audit.verdicts("logging.region_without_trail") == {"us-east-1": "fail"}
    assert audit.verdicts("logging.management_events_unrecorded") == {"123456789012": "fail"}
    assert set(parts(audit, "event_alarm").values()) == {False}
    assert len(parts(audit, "event_alarm")) == len(CLASSES)


def test_a_trail_of_every_region_is_told_once(aws: Server, audited: Audited) -> None:
    seed(aws)
    audit = audited(*SERVICES, regions=("us-east-1", "eu-west-1"))
    addresses = [f.origin.address for f in audit.facts if f.origin.kind == "aws_cloudtrail"]
    assert len({a.rpartition("/")[2] for a in addresses}) == 2
    assert audit.verdicts("logging.region_without_trail") == {
        "us-east-1": "pass",
        "eu-west-1": "pass",
    }
    alarms = [f for f in audit.facts if getattr(f, "name", "") == "event_alarm"]
    assert len(alarms) == len(CLASSES)


def test_where_the_trail_is_set_up_has_to_be_scanned(aws: Server, audited: Audited) -> None:
    seed(aws)
    audit = audited(*SERVICES, regions=("eu-west-1",))
    assert audit.verdicts("logging.management_events_unrecorded") == {"123456789012": "unknown"}


def test_a_trail_of_the_organisation_is_told_in_its_account(aws: Server, audited: Audited) -> None:
    owner = "210987654321"
    shared = {
        **WHOLE,
        "TrailARN": f"arn:aws:cloudtrail:us-east-1:{owner}:trail/shared",
        "IsOrganizationTrail": True,
        "CloudWatchLogsLogGroupArn": GROUP.format(account=owner),
    }
    described(aws, trail("shared", **shared))
    audit = audited(*SERVICES)
    assert not audit.verdicts("logging.trail_not_validated")
    assert audit.verdicts("logging.region_without_trail") == {"us-east-1": "pass"}
    assert audit.verdicts("logging.management_events_unrecorded") == {"123456789012": "pass"}
    assert {type(value).__name__ for value in parts(audit, "event_alarm").values()} == {"Unknown"}


def test_what_a_member_may_not_ask_about_the_trail_of_its_organisation_is_no_gap(
    aws: Server, audited: Audited
) -> None:
    arn = "arn:aws:cloudtrail:us-east-1:210987654321:trail/shared"
    described(aws, trail("shared", **WHOLE, TrailARN=arn, IsOrganizationTrail=True))
    aws.stub("cloudtrail", "GetEventSelectors", Refusal("TrailNotFoundException", "unknown trail"))
    audit = audited(*SERVICES)
    assert audit.verdicts("logging.management_events_unrecorded") == {"123456789012": "unknown"}
    assert not audit.gaps


def test_a_topic_of_another_account_leaves_it_open_who_hears(aws: Server, audited: Audited) -> None:
    seed(aws)
    topic = TOPIC.replace("123456789012", "210987654321")
    aws.stub("cloudwatch", "DescribeAlarms", {"MetricAlarms": [alarm("Metric0", topic)]})
    audit = audited(*SERVICES)
    assert type(parts(audit, "event_alarm")["keys"]).__name__ == "Unknown"
    assert not audit.gaps


def test_a_stopped_trail_records_nothing(aws: Server, audited: Audited) -> None:
    described(aws, trail("whole", **WHOLE), IsLogging=False)
    audit = audited(*SERVICES)
    assert audit.verdicts("logging.trail_disabled") == {"whole": "fail"}
    assert audit.verdicts("logging.region_without_trail") == {"us-east-1": "fail"}
    assert audit.verdicts("logging.management_events_unrecorded") == {"123456789012": "fail"}
    assert set(parts(audit, "event_alarm").values()) == {False}


def test_events_that_stopped_coming_are_not_watched(aws: Server, audited: Audited) -> None:
    late = {"LatestCloudWatchLogsDeliveryTime": NOW - timedelta(days=2)}
    check = "logging.trail_not_watched"
    described(aws, trail("whole", **WHOLE), **late, LatestDeliveryTime=NOW)
    assert audited(*SERVICES).verdicts(check) == {"whole": "fail"}
    described(aws, trail("whole", **WHOLE), **late, LatestDeliveryTime=NOW - timedelta(days=2))
    assert audited(*SERVICES).verdicts(check) == {"whole": "pass"}


def test_a_trail_that_cannot_deliver_records_nothing(aws: Server, audited: Audited) -> None:
    described(aws, trail("whole", **WHOLE), LatestDeliveryError="NoSuchBucket")
    audit = audited(*SERVICES)
    assert audit.verdicts("logging.trail_disabled") == {"whole": "fail"}
    assert audit.verdicts("logging.region_without_trail") == {"us-east-1": "fail"}
    assert audit.verdicts("logging.management_events_unrecorded") == {"123456789012": "fail"}
    assert parts(audit, "event_alarm")["keys"] is True


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, True),
        ({"enabled": False}, False),
        ({"arn": "PendingConfirmation"}, False),
    ],
)
def test_an_alarm_reaches_somebody(
    aws: Server, audited: Audited, change: dict[str, Any], told: bool
) -> None:
    seed(aws)
    alarmed(aws, DELETIONS, **change)
    assert parts(audited(*SERVICES), "event_alarm")["keys"] is told


BASIC = [
    ({}, True, False),
    ({"ReadWriteType": "WriteOnly"}, False, False),
    ({"IncludeManagementEvents": False}, False, False),
    ({"DataResources": [{"Type": OBJECT, "Values": ["arn:aws:s3"]}]}, True, True),
    ({"DataResources": [{"Type": OBJECT, "Values": ["arn:aws:s3:::one/"]}]}, True, False),
]


@pytest.mark.parametrize(("change", "management", "reads"), BASIC)
def test_basic_selectors(
    aws: Server, audited: Audited, change: dict[str, Any], management: bool, reads: bool
) -> None:
    seed(aws)
    basic = {"ReadWriteType": "All", "IncludeManagementEvents": True, **change}
    aws.stub("cloudtrail", "GetEventSelectors", {"EventSelectors": [basic]})
    audit = audited(*SERVICES)
    assert list(audit.settings("management_events").values()) == [management]
    assert parts(audit, "data_events")["object_reads"] is reads


PATTERNS = [
    ("keys", '{ $.eventSource = "kms.amazonaws.com" }', True),
    ("keys", '{ $.eventSource != "kms.amazonaws.com" }', False),
    ("keys", '{ $.eventName = "DisableKey" }', False),
    ("keys", "{ ($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion) }", True),
    ("root", '{ $.userIdentity.type = "Root" && $.eventType != "AwsServiceEvent" }', True),
    ("root", '{ $.userIdentity.type = "Root" && $.eventName = "ConsoleLogin" }', False),
    (
        "unauthorised_calls",
        '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
        True,
    ),
    ("unauthorised_calls", '{ $.errorCode = "AccessDenied*" }', False),
    (
        "failed_sign_ins",
        '{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed authentication" }',
        True,
    ),
    ("security_groups", '{ $.eventName = "*SecurityGroup*" }', True),
    ("networks", '{ $.eventName = "*" }', False),
    ("trails", HALF, False),
]


@pytest.mark.parametrize(("part", "pattern", "covers"), PATTERNS)
def test_patterns_cover_whole_classes(part: str, pattern: str, covers: bool) -> None:
    (events,) = [found for found in CLASSES if found.part == part]
    assert events.told_by(pattern) is covers


DENIED = [
    ("cloudtrail:GetTrailStatus", "logging.trail_disabled"),
    ("cloudtrail:GetEventSelectors", "logging.management_events_unrecorded"),
    ("cloudtrail:GetInsightSelectors", "logging.trail_insights_off"),
    ("logs:DescribeMetricFilters", "logging.event_alarm_missing"),
    ("cloudwatch:DescribeAlarms", "logging.event_alarm_missing"),
    ("sns:ListSubscriptionsByTopic", "logging.event_alarm_missing"),
]


@pytest.mark.parametrize(("operation", "check"), DENIED)
def test_what_is_denied_is_unknown(
    aws: Server, audited: Audited, operation: str, check: str
) -> None:
    seed(aws)
    full = audited(*SERVICES)
    with aws.faulty(operation, "denied"):
        audit = audited(*SERVICES)
    assert "unknown" in audit.verdicts(check).values()
    words = {f.fingerprint: f.verdict for f in full.findings}
    assert all(f.verdict in ("unknown", words[f.fingerprint]) for f in audit.findings)
    assert any(operation in gap.detail for gap in audit.gaps)
