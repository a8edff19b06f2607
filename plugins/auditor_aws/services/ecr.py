"""ECR: repositories with their policies, and the weaknesses of each one's newest image.

A repository costs two calls; where the registry does the basic scans, two more. Findings of
enhanced scans are Inspector's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from auditor.facts import Vulnerability
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_BASIC = "BASIC"
_SEVERITIES = {"INFORMATIONAL": "info", "UNDEFINED": "untriaged"}
_MOST_IMAGES = 1000
"""Images a page; the newest of a repository with more is looked for in the first."""


def repositories(api: Api) -> Iterator[Resource | Vulnerability]:
    """Yield the scanning rules of the registry, and every repository."""
    listed = list(api.pages("ecr", "describe_repositories", "repositories"))
    if not listed:
        return
    answer: Any = api.ask("ecr", "get_registry_scanning_configuration")
    rules = dig(answer, "scanningConfiguration", "rules")
    doubt = answer if isinstance(answer, Unknown) else None
    for rule in () if isinstance(rules, Unknown) else rules or ():
        values = {
            "rule": {
                "scan_frequency": rule["scanFrequency"],
                "repository_filter": [
                    {"filter": chosen["filter"]} for chosen in rule["repositoryFilters"]
                ],
            }
        }
        kind = "aws_ecr_registry_scanning_configuration"
        yield api.resource(kind, api.arn("ecr", "registry-scanning"), answer, values)
    basic = dig(answer, "scanningConfiguration", "scanType") == _BASIC

    keys = ManagedKeys(api)

    def read(item: Item) -> Iterator[Resource | Vulnerability]:
        yield _repository(api, item, keys, doubt)
        if basic:
            yield from _weaknesses(api, item)

    yield from api.each(listed, read)


def _repository(api: Api, item: Item, keys: ManagedKeys, doubt: Unknown | None) -> Resource:
    """Return a repository. Where the registry does not tell its rules, one that does not scan by
    itself may be scanned by them."""
    name, address = item["repositoryName"], item["repositoryArn"]
    asked = {"item": item, "repositoryName": name}
    lifecycle = api.ask("ecr", "get_lifecycle_policy", absent=_none("Lifecycle"), **asked)
    policy = api.ask("ecr", "get_repository_policy", absent=_none("Repository"), **asked)
    scanned = dig(item, "imageScanningConfiguration", "scanOnPush") or False
    encryption = item.get("encryptionConfiguration") or {}
    values = {
        "name": name,
        "image_tag_mutability": item.get("imageTagMutability"),
        "image_scanning_configuration": {"scan_on_push": scanned or doubt or False},
        "encryption_configuration": {
            "encryption_type": encryption.get("encryptionType"),
            "kms_key": keys.named(encryption.get("kmsKey")),
        },
        "policy": dig(policy, "policyText"),
        "lifecycle_policy": dig(lifecycle, "lifecyclePolicyText"),
    }
    return api.resource("aws_ecr_repository", address, item, values, name)


def _none(kind: str) -> tuple[str, ...]:
    return (f"{kind}PolicyNotFoundException",)


def _weaknesses(api: Api, item: Item) -> Iterator[Vulnerability]:
    """Yield what the basic scan of the newest tagged image found."""
    name = item["repositoryName"]
    answer = api.ask(
        "ecr",
        "describe_images",
        repositoryName=name,
        filter={"tagStatus": "TAGGED"},
        maxResults=_MOST_IMAGES,
    )
    images = dig(answer, "imageDetails")
    if isinstance(images, Unknown) or not images:
        return
    newest = max(images, key=lambda image: image["imagePushedAt"])
    if not dig(newest, "imageScanFindingsSummary", "findingSeverityCounts"):
        return
    tag = newest["imageTags"][0]
    found = api.listed(
        "ecr",
        "describe_image_scan_findings",
        "imageScanFindings.findings",
        repositoryName=name,
        imageId={"imageDigest": newest["imageDigest"]},
    )
    for weakness in [] if isinstance(found, Unknown) else found:
        yield _vulnerability(api, f"{item['repositoryArn']}:{tag}", newest, weakness)


def _vulnerability(api: Api, address: str, image: Mapping[str, Any], item: Item) -> Vulnerability:
    """Read a finding. A basic scan does not say since when it finds something: at least since
    it ran, which it does when an image is pushed."""
    details = {entry["key"]: entry.get("value", "") for entry in item.get("attributes", ())}
    seen: datetime | None = dig(image, "imageScanFindingsSummary", "imageScanCompletedAt")
    severity = item.get("severity", "UNDEFINED")
    package = details.get("package_name", "")
    return Vulnerability(
        origin=api.origin("aws_ecr_image", address, item),
        subject="container image",
        part=f"{item['name']} {package}".strip(),
        id=item["name"],
        severity=_SEVERITIES.get(severity, severity.lower()),
        package=package,
        installed=details.get("package_version", ""),
        first_seen=seen or image["imagePushedAt"],
        scanner="Amazon ECR",
    )


SERVICE = Service(
    name="ecr",
    reach=Reach.REGIONAL,
    operations=(
        "ecr:DescribeRepositories",
        "ecr:GetRegistryScanningConfiguration",
        "ecr:GetLifecyclePolicy",
        "ecr:GetRepositoryPolicy",
        "ecr:DescribeImages",
        "ecr:DescribeImageScanFindings",
        KEY_ALIASES,
    ),
    parts=(repositories,),
)
