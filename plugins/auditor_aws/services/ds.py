"""Directory Service: directories and the certificates of their LDAP."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Certificate, Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item
from auditor_resources.model import Resource, Unknown

_CONCEALED = (
    "OwnerDirectoryDescription.RadiusSettings.SharedSecret",
    "RadiusSettings.SharedSecret",
)
_LOG = "aws_directory_service_log_subscription"
_OWN = "MicrosoftAD"
"""The type that logs elsewhere, and takes certificates."""


def directories(api: Api) -> Iterator[Resource | Fact]:
    """Yield every directory, its second factor, logs and certificates: one call for each that
    takes certificates."""
    listed = list(
        api.pages("ds", "describe_directories", "DirectoryDescriptions", conceal=_CONCEALED)
    )
    if any(item.get("Type") == _OWN for item in listed):
        yield from _logs(api)
    for item in listed:
        yield from _directory(api, item)
    own = [item for item in listed if item.get("Type") == _OWN]
    yield from api.each(own, lambda item: _certificates(api, item))


def _logs(api: Api) -> Iterator[Resource]:
    found = api.listed("ds", "list_log_subscriptions", "LogSubscriptions")
    if isinstance(found, Unknown):
        yield api.unlisted(_LOG, "directory_id", found)
        return
    for item in found:
        address = f"{_address(api, item)}/{item['LogGroupName']}"
        yield api.resource(_LOG, address, item, {"directory_id": item["DirectoryId"]})


def _address(api: Api, item: Item) -> str:
    return api.arn("ds", f"directory/{item['DirectoryId']}")


def _directory(api: Api, item: Item) -> Iterator[Resource]:
    address = _address(api, item)
    radius = item.get("RadiusSettings")
    if radius and item.get("RadiusStatus") == "Completed":
        values = {
            "directory_id": item["DirectoryId"],
            "authentication_protocol": radius.get("AuthenticationProtocol"),
        }
        yield api.resource("aws_directory_service_radius_settings", address, item, values)
    directory = {"id": item["DirectoryId"], "type": item.get("Type")}
    yield api.resource("aws_directory_service_directory", address, item, directory)


def _certificates(api: Api, parent: Item) -> Iterator[Fact]:
    number = parent["DirectoryId"]
    for item in api.pages("ds", "list_certificates", "CertificatesInfo", DirectoryId=number):
        if item.get("State") != "Registered":
            continue
        address = f"{_address(api, parent)}/certificate/{item['CertificateId']}"
        yield Certificate(
            origin=api.origin("aws_directory_service_certificate", address, item),
            subject="directory certificate",
            name=item.get("CommonName") or item["CertificateId"],
            not_after=item["ExpiryDateTime"],
        )


SERVICE = Service(
    name="ds",
    reach=Reach.REGIONAL,
    operations=("ds:DescribeDirectories", "ds:ListCertificates", "ds:ListLogSubscriptions"),
    parts=(directories,),
)
