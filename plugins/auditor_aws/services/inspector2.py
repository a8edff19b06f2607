"""Inspector: what it scans in this region, and the weaknesses that it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.facts import Setting, Vulnerability
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_region
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Unknown

_SCANS = (
    ("ec2", "ec2", "Machines"),
    ("ecr", "ecr", "Container images"),
    ("lambda", "lambda", "Functions"),
    ("lambda_code", "lambdaCode", "Code of functions"),
)
_EVERYTHING = "Machines, container images and functions"
_SUBJECTS = {
    "AWS_EC2_INSTANCE": ("aws_instance", "EC2 instance"),
    "AWS_ECR_CONTAINER_IMAGE": ("aws_ecr_image", "container image"),
    "AWS_LAMBDA_FUNCTION": ("aws_lambda_function", "Lambda function"),
}
_SEVERITIES = {"INFORMATIONAL": "info"}


def scans(api: Api) -> Iterator[Setting]:
    """Yield for each kind of thing whether it is scanned; for all at once where nothing is."""
    found = api.listed(
        "inspector2", "batch_get_account_status", "accounts", accountIds=[api.account]
    )
    item = found[0] if found and not isinstance(found, Unknown) else None
    whole: Any = found
    if item is None and not isinstance(found, Unknown):
        whole = Unknown("Inspector did not tell its state")
    elif item is not None:
        whole = dig(item, "state", "status") != "DISABLED"
    if whole is not True:
        yield of_region(api, _EVERYTHING, "vulnerability_scanner", whole, item=item)
        return
    for part, name, subject in _SCANS:
        state = dig(item, "resourceState", name, "status")
        if state is not None:
            value = state == "ENABLED"
            yield of_region(api, subject, "vulnerability_scanner", value, part=part, item=item)


def findings(api: Api) -> Iterator[Vulnerability]:
    """Yield the weaknesses of the account's own things that are open."""
    criteria = {
        "awsAccountId": [{"comparison": "EQUALS", "value": api.account}],
        "findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}],
        "findingType": [{"comparison": "EQUALS", "value": "PACKAGE_VULNERABILITY"}],
    }
    for item in api.pages(
        "inspector2", "list_findings", "findings", filterCriteria=criteria, maxResults=100
    ):
        for thing in item["resources"]:
            if thing["type"] in _SUBJECTS:
                yield _vulnerability(api, item, thing)


def _vulnerability(api: Api, item: Item, thing: Mapping[str, Any]) -> Vulnerability:
    """Read a finding. That code to exploit a weakness exists (*exploitAvailable*) does not mean
    that anybody uses it."""
    kind, subject = _SUBJECTS[thing["type"]]
    details = item["packageVulnerabilityDetails"]
    packages = details.get("vulnerablePackages") or [{}]
    first = packages[0]
    address = thing["id"]
    if thing["type"] == "AWS_EC2_INSTANCE" and not address.startswith("arn:"):
        address = api.arn("ec2", f"instance/{address}")
    severity = item["severity"]
    return Vulnerability(
        origin=api.origin(kind, address, item),
        subject=subject,
        part=" ".join(word for word in (details["vulnerabilityId"], first.get("name")) if word),
        id=details["vulnerabilityId"],
        severity=_SEVERITIES.get(severity, severity.lower()),
        package=", ".join(dict.fromkeys(p["name"] for p in packages if p.get("name"))),
        installed=_version(first),
        fixed_in=_fix(item.get("fixAvailable"), first),
        first_seen=item["firstObservedAt"],
        exploited=False if item.get("exploitAvailable") == "NO" else None,
        scanner="Amazon Inspector",
    )


def _version(package: Mapping[str, Any]) -> str:
    release = package.get("release")
    return f"{package.get('version', '')}-{release}" if release else package.get("version", "")


def _fix(available: str | None, package: Mapping[str, Any]) -> str | None:
    """Return the version that mends it: empty when there is none, None when nobody says."""
    if available == "NO":
        return ""
    fixed = package.get("fixedInVersion")
    if not fixed or fixed == "NotAvailable":
        return None
    return str(fixed)


SERVICE = Service(
    name="inspector2",
    reach=Reach.REGIONAL,
    operations=("inspector2:BatchGetAccountStatus", "inspector2:ListFindings"),
    parts=(scans, findings),
    always=True,
)
