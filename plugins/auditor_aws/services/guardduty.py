"""GuardDuty: whether this region is watched, for what, and whether threats wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_thing
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_KIND = "aws_guardduty_detector"
_FEATURES = (
    ("objects", "GuardDuty for objects", ("S3_DATA_EVENTS",)),
    ("kubernetes_audit", "GuardDuty for Kubernetes audit logs", ("EKS_AUDIT_LOGS",)),
    (
        "kubernetes_runtime",
        "GuardDuty for Kubernetes runtime",
        ("EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"),
    ),
    ("runtime", "GuardDuty for runtime", ("RUNTIME_MONITORING",)),
    ("malware", "GuardDuty for malware", ("EBS_MALWARE_PROTECTION",)),
    ("databases", "GuardDuty for databases", ("RDS_LOGIN_EVENTS",)),
    ("functions", "GuardDuty for functions", ("LAMBDA_NETWORK_LOGS",)),
    ("ai", "GuardDuty for AI workloads", ("AI_PROTECTION",)),
)
_SEVERE = {
    "Criterion": {
        "severity": {"GreaterThanOrEqual": 7},
        "service.archived": {"Equals": ["false"]},
    }
}
"""High starts at 7.0 (Amazon GuardDuty user guide, *Severity levels of findings*)."""


def detectors(api: Api) -> Iterator[Resource | Setting]:
    """Yield the region's detector; without one, the region as what is not watched."""
    found = list(api.pages("guardduty", "list_detectors", "DetectorIds"))
    if not found:
        subject = f"region {api.region}"
        yield of_thing(api, _KIND, api.region, subject, "threat_detection", False)
    for number in found:
        yield from _detector(api, number)


def _detector(api: Api, number: str) -> Iterator[Resource | Setting]:
    address = api.arn("guardduty", f"detector/{number}")
    answer = api.ask("guardduty", "get_detector", DetectorId=number)
    item = answer if isinstance(answer, Item) else None
    enabled = answer if item is None else item["Status"] == "ENABLED"
    yield api.resource(_KIND, address, item, {"enable": enabled})
    if enabled is False:
        return
    for part, subject, names in _FEATURES:
        value = _feature(answer, names)
        if value is not None:
            name = "threat_detection_feature"
            told_of = f"{subject} in {api.region}"
            yield of_thing(api, _KIND, address, told_of, name, value, part=part, item=item)
    severe = api.ask(
        "guardduty", "list_findings", DetectorId=number, FindingCriteria=_SEVERE, MaxResults=1
    )
    settled = dig(severe, "FindingIds")
    if not isinstance(settled, Unknown):
        settled = not settled
    name = "threat_findings_settled"
    yield of_thing(api, _KIND, address, "GuardDuty detector", name, settled, item=item)
    managed = _managed(api, number)
    if managed is not None:
        name, part = "organisation_covered", "guardduty_member"
        subject = f"GuardDuty in {api.region}"
        yield of_thing(api, _KIND, address, subject, name, managed, part=part, item=item)


def _managed(api: Api, number: str) -> bool | Unknown | None:
    """Say whether the detector answers to an administrator, or is one; None for an account that
    belongs to no organisation."""
    answer = api.ask("guardduty", "get_administrator_account", DetectorId=number)
    administrator = dig(answer, "Administrator", "AccountId")
    if administrator:
        return administrator if isinstance(administrator, Unknown) else True
    members = api.listed("guardduty", "list_members", "Members", DetectorId=number)
    if members:
        return members if isinstance(members, Unknown) else True
    organisation = api.ask(
        "organizations", "describe_organization", absent=("AWSOrganizationsNotInUseException",)
    )
    if isinstance(organisation, Unknown):
        return organisation
    return None if organisation is None else False


def _feature(answer: Any, names: tuple[str, ...]) -> bool | Unknown | None:
    """Say whether a source is watched; None for one that this region does not offer."""
    if isinstance(answer, Unknown):
        return answer
    states = [f.get("Status") for f in answer.get("Features", ()) if f.get("Name") in names]
    return "ENABLED" in states if states else None


SERVICE = Service(
    name="guardduty",
    reach=Reach.REGIONAL,
    operations=(
        "guardduty:ListDetectors",
        "guardduty:GetDetector",
        "guardduty:ListFindings",
        "guardduty:GetAdministratorAccount",
        "guardduty:ListMembers",
        "organizations:DescribeOrganization",
    ),
    parts=(detectors,),
    always=True,
)
