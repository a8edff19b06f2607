"""Services that watch a region: Config, GuardDuty, Security Hub, Inspector, logs and alarms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor.facts import Vulnerability
from auditor_aws.testing import Refusal, Server

Audited = Callable[..., Any]
SERVICES = ("config", "guardduty", "securityhub", "inspector2", "logs", "cloudwatch")
ROLE = "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/"
NOW = datetime.now(UTC)
KEY = "arn:aws:kms:us-east-1:123456789012:key/own"


def seed(aws: Server) -> None:
    """Everything is watched, but for some sources, and threats and weaknesses are open."""
    recorder = {"name": "default", "recordingGroup": {"allSupported": True}}
    aws.stub(
        "config",
        "DescribeConfigurationRecorders",
        {
            "ConfigurationRecorders": [
                {**recorder, "roleARN": f"{ROLE}AWSServiceRoleForConfig"},
                {
                    "name": "of-a-service",
                    "servicePrincipal": "securityhub.amazonaws.com",
                    "roleARN": "",
                },
            ]
        },
    )
    state = {"name": "default", "recording": True, "lastStatus": "Success"}
    aws.stub(
        "config", "DescribeConfigurationRecorderStatus", {"ConfigurationRecordersStatus": [state]}
    )
    aws.stub("config", "DescribeDeliveryChannels", {"DeliveryChannels": [{"name": "default"}]})
    aws.stub(
        "config",
        "DescribeConfigurationAggregators",
        {
            "ConfigurationAggregators": [
                {
                    "ConfigurationAggregatorName": name,
                    "ConfigurationAggregatorArn": "arn:aws:config:us-east-1:123456789012:"
                    f"config-aggregator/{name}",
                    "AccountAggregationSources": [
                        {"AccountIds": ["123456789012"], "AllAwsRegions": every}
                    ],
                }
                for name, every in (("all", True), ("some", False))
            ]
        },
    )
    aws.stub("guardduty", "ListDetectors", {"DetectorIds": ["d1"]})
    features = {"S3_DATA_EVENTS": "ENABLED", "RUNTIME_MONITORING": "DISABLED"}
    aws.stub(
        "guardduty",
        "GetDetector",
        {
            "Status": "ENABLED",
            "ServiceRole": "",
            "Features": [{"Name": n, "Status": status} for n, status in features.items()],
        },
    )
    aws.stub("guardduty", "ListFindings", {"FindingIds": ["f1"]})
    administrator = {"Administrator": {"AccountId": "210987654321"}}
    aws.stub("guardduty", "GetAdministratorAccount", administrator)
    aws.stub("guardduty", "ListMembers", {"Members": []})
    aws.stub("securityhub", "DescribeHub", {"HubArn": "hub"})
    aws.stub("securityhub", "GetEnabledStandards", {"StandardsSubscriptions": []})
    products = {"ProductSubscriptions": ["arn:aws:securityhub:us-east-1::product/a/b"]}
    aws.stub("securityhub", "ListEnabledProductsForImport", products)
    aws.stub("inspector2", "BatchGetAccountStatus", {"accounts": [inspected(ec2="ENABLED")]})
    aws.stub(
        "inspector2",
        "ListFindings",
        {"findings": [weakness("AWS_EC2_INSTANCE", "i-1"), weakness("AWS_ECR_REPOSITORY", "r")]},
    )
    logs = aws.client("logs")
    for name in ("bare", "kept"):
        logs.create_log_group(logGroupName=name, **({"kmsKeyId": KEY} if name == "kept" else {}))
    logs.put_retention_policy(logGroupName="kept", retentionInDays=400)
    document = (
        '{"Statement": [{"Effect": "Allow", "Principal": "*", '
        '"Action": "logs:PutLogEvents", "Resource": "*"}]}'
    )
    logs.put_resource_policy(policyName="open", policyDocument=document)
    for name, actions in (("deaf", []), ("heard", ["arn:aws:sns:us-east-1:123456789012:ops"])):
        aws.client("cloudwatch").put_metric_alarm(
            AlarmName=name,
            Namespace="AWS/EC2",
            MetricName="CPUUtilization",
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            Period=60,
            Statistic="Sum",
            Threshold=1,
            AlarmActions=actions,
        )


def inspected(**enabled: str) -> dict[str, Any]:
    """The state of Inspector: everything off but ``enabled``."""
    error = {"errorCode": "INTERNAL_ERROR", "errorMessage": "none"}
    states = {"ec2": "DISABLED", "ecr": "DISABLED", "lambda": "DISABLED", **enabled}
    return {
        "accountId": "123456789012",
        "state": {"status": "ENABLED", **error},
        "resourceState": {name: {"status": status, **error} for name, status in states.items()},
    }


def weakness(kind: str, thing: str) -> dict[str, Any]:
    return {
        "findingArn": f"arn:aws:inspector2:us-east-1:123456789012:finding/{thing}",
        "awsAccountId": "123456789012",
        "type": "PACKAGE_VULNERABILITY",
        "description": "A flaw.",
        "remediation": {},
        "severity": "CRITICAL",
        "firstObservedAt": NOW - timedelta(days=40),
        "lastObservedAt": NOW,
        "status": "ACTIVE",
        "resources": [{"type": kind, "id": thing}],
        "fixAvailable": "YES",
        "exploitAvailable": "YES",
        "packageVulnerabilityDetails": {
            "vulnerabilityId": "CVE-2021-44228",
            "source": "NVD",
            "vulnerablePackages": [
                {"name": "log4j", "version": "2.14.1", "release": "1", "fixedInVersion": "2.15.0"}
            ],
        },
    }


VERDICTS = [
    ("logging.config_recorder_off", {"us-east-1": "pass"}),
    ("logging.config_recorder_role", {"default": "pass"}),
    ("logging.config_single_region", {"all": "pass", "some": "fail"}),
    ("logging.threat_detection_disabled", {"d1": "pass"}),
    ("logging.threat_findings_open", {"d1": "fail"}),
    ("logging.organisation_not_covered", {"d1": "pass"}),
    ("logging.posture_service_off", {"us-east-1": "pass"}),
    ("logging.retention_unset", {"bare": "fail", "kept": "pass"}),
    ("encryption.customer_managed_key", {"bare": "fail", "kept": "pass"}),
    ("access.public_principal", {"open": "fail"}),
    ("logging.alarm_without_action", {"deaf": "fail", "heard": "pass"}),
    ("patching.overdue_vulnerability", {"i-1": "fail"}),
]


def parts(audit: Any, name: str) -> dict[str, Any]:
    return {f.part: f.value for f in audit.facts if getattr(f, "name", "") == name}


def test_what_watches_has_the_verdicts_of_its_settings(aws: Server, audited: Audited) -> None:
    seed(aws)
    audit = audited(*SERVICES)
    assert {check: audit.verdicts(check) for check, _ in VERDICTS} == dict(VERDICTS)
    assert parts(audit, "threat_detection_feature") == {
        "objects": True,
        "kubernetes_runtime": False,
        "runtime": False,
    }
    assert parts(audit, "vulnerability_scanner") == {"ec2": True, "ecr": False, "lambda": False}
    (found,) = audit.of(Vulnerability)
    assert (found.id, found.severity, found.package, found.installed, found.fixed_in) == (
        "CVE-2021-44228",
        "critical",
        "log4j",
        "2.14.1-1",
        "2.15.0",
    )
    assert found.exploited is None, "code that could be used is no sign of use"
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)


NONE = Refusal("AWSOrganizationsNotInUseException", "none")
ORGANISATION = {"Organization": {"Id": "o-1234567890", "MasterAccountId": "210987654321"}}


@pytest.mark.parametrize(("organisation", "told"), [(NONE, {}), (ORGANISATION, {"d1": "fail"})])
def test_a_detector_on_its_own(
    aws: Server, audited: Audited, organisation: Any, told: dict[str, str]
) -> None:
    seed(aws)
    aws.stub("guardduty", "GetAdministratorAccount", {"Administrator": {}})
    aws.stub("organizations", "DescribeOrganization", organisation)
    assert audited("guardduty").verdicts("logging.organisation_not_covered") == told


OFF = [
    ("config", "DescribeConfigurationRecorders", {"ConfigurationRecorders": []}),
    ("config", "DescribeDeliveryChannels", {"DeliveryChannels": []}),
    (
        "config",
        "DescribeConfigurationRecorderStatus",
        {"ConfigurationRecordersStatus": [{"name": "default", "recording": False}]},
    ),
    ("guardduty", "ListDetectors", {"DetectorIds": []}),
    ("securityhub", "DescribeHub", Refusal("InvalidAccessException", "off", 401)),
    ("securityhub", "ListEnabledProductsForImport", {"ProductSubscriptions": []}),
]
JUDGED = {
    "config": "logging.config_recorder_off",
    "guardduty": "logging.threat_detection_disabled",
    "securityhub": "logging.posture_service_off",
}


@pytest.mark.parametrize(("service", "operation", "answer"), OFF)
def test_a_region_that_nobody_watches_fails(
    aws: Server, audited: Audited, service: str, operation: str, answer: Any
) -> None:
    seed(aws)
    aws.stub(service, operation, answer)
    audit = audited(service)
    assert audit.verdicts(JUDGED[service]) == {"us-east-1": "fail"}
    assert not audit.gaps


def group(strategy: str, *left_out: str) -> dict[str, Any]:
    return {
        "allSupported": False,
        "recordingStrategy": {"useOnly": strategy},
        "exclusionByResourceTypes": {"resourceTypes": list(left_out)},
    }


GROUPS = [
    (group("EXCLUSION_BY_RESOURCE_TYPES", "AWS::IAM::User", "AWS::IAM::Role"), "pass"),
    (group("EXCLUSION_BY_RESOURCE_TYPES", "AWS::EC2::NetworkInterface"), "unknown"),
    (group("INCLUSION_BY_RESOURCE_TYPES"), "fail"),
    (group("ALL_SUPPORTED_RESOURCE_TYPES"), "pass"),
]


@pytest.mark.parametrize(("recorded", "verdict"), GROUPS)
def test_what_a_recorder_may_leave_out(
    aws: Server, audited: Audited, recorded: dict[str, Any], verdict: str
) -> None:
    seed(aws)
    recorder = {"name": "default", "recordingGroup": recorded, "roleARN": ROLE}
    aws.stub("config", "DescribeConfigurationRecorders", {"ConfigurationRecorders": [recorder]})
    verdicts = audited("config").verdicts("logging.config_recorder_off")
    assert verdicts == {"us-east-1": verdict}


def test_a_composite_alarm_speaks_for_its_inputs(aws: Server, audited: Audited) -> None:
    def alarms(asked: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        if asked["AlarmTypes"] == ["CompositeAlarm"]:
            return {"CompositeAlarms": [composite("loud", ["topic"]), composite("mute", [])]}
        names = ("loud input", "loud-other", "mute input", "mute-other")
        return {"MetricAlarms": [alarm(name, []) for name in names]}

    def alarm(name: str, actions: list[str]) -> dict[str, Any]:
        address = f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{name}"
        return {
            "AlarmName": name,
            "AlarmArn": address,
            "ActionsEnabled": True,
            "AlarmActions": actions,
        }

    def composite(name: str, actions: list[str]) -> dict[str, Any]:
        other = alarm(f"{name}-other", [])["AlarmArn"]
        rule = f'ALARM("{name} input") OR NOT OK({other})'
        return {**alarm(name, actions), "AlarmRule": rule}

    aws.stub("cloudwatch", "DescribeAlarms", alarms)
    assert audited("cloudwatch").verdicts("logging.alarm_without_action") == {
        "loud input": "pass",
        "loud-other": "pass",
        "mute input": "fail",
        "mute-other": "fail",
    }


def test_what_is_told_of_a_region_names_it(aws: Server, audited: Audited) -> None:
    for service, operation, answer in OFF:
        aws.stub(service, operation, answer)
    aws.stub("inspector2", "BatchGetAccountStatus", {"accounts": [inspected()]})
    aws.stub("inspector2", "ListFindings", {"findings": []})
    audit = audited("cloudtrail", "config", "guardduty", "securityhub", "inspector2")
    faults = [f for f in audit.findings if f.verdict == "fail" and f.resource == "us-east-1"]
    assert len(faults) == 7
    assert all("us-east-1" in finding.message for finding in faults)


DENIED = [
    ("config:DescribeConfigurationRecorders", "logging.config_recorder_off"),
    ("config:DescribeConfigurationRecorderStatus", "logging.config_recorder_off"),
    ("config:DescribeDeliveryChannels", "logging.config_recorder_off"),
    ("guardduty:GetDetector", "logging.threat_detection_disabled"),
    ("guardduty:ListFindings", "logging.threat_findings_open"),
    ("securityhub:DescribeHub", "logging.posture_service_off"),
    ("securityhub:ListEnabledProductsForImport", "logging.posture_service_off"),
    ("inspector2:BatchGetAccountStatus", "logging.vulnerability_scanner_off"),
]


@pytest.mark.parametrize(("operation", "check"), DENIED)
def test_what_is_denied_is_unknown(
    aws: Server, audited: Audited, operation: str, check: str
) -> None:
    seed(aws)
    service = operation.partition(":")[0]
    full = audited(service)
    with aws.faulty(operation, "denied"):
        audit = audited(service)
    assert set(audit.verdicts(check).values()) == {"unknown"}
    words = {f.fingerprint: f.verdict for f in full.findings}
    assert all(
        f.verdict in ("unknown", words.get(f.fingerprint, "unknown")) for f in audit.findings
    )
    assert any(operation in gap.detail for gap in audit.gaps)
