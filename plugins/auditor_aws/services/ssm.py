"""Systems Manager: parameters by their metadata, and documents of the account."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact
from auditor_aws.api import Api, told
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown


def parameters(api: Api) -> Iterator[Resource]:
    """Yield every parameter, without its value."""
    for item in api.pages("ssm", "describe_parameters", "Parameters", MaxResults=50):
        name = item["Name"]
        arn = item.get("ARN") or api.arn("ssm", f"parameter/{name.lstrip('/')}")
        values = {
            "name": name,
            "type": item["Type"],
            "data_type": item.get("DataType"),
            "key_id": item.get("KeyId"),
        }
        yield api.resource("aws_ssm_parameter", arn, item, values, name)


def documents(api: Api) -> Iterator[Fact]:
    """Yield the account's own documents, and whether everybody may use them."""
    owned = api.pages(
        "ssm",
        "list_documents",
        "DocumentIdentifiers",
        Filters=[{"Key": "Owner", "Values": ["Self"]}],
    )
    yield from api.each(owned, lambda item: _document(api, item))


def _document(api: Api, item: Item) -> Iterator[Fact]:
    name = item["Name"]
    answer = api.ask(
        "ssm", "describe_document_permission", item=item, Name=name, PermissionType="Share"
    )
    accounts = dig(answer, "AccountIds")
    public = accounts if isinstance(accounts, Unknown) else "all" in map(str.lower, accounts or ())
    yield DataStore(
        origin=api.origin("aws_ssm_document", api.arn("ssm", f"document/{name}"), item),
        subject="SSM document",
        public=told(public),
    )


SERVICE = Service(
    name="ssm",
    reach=Reach.REGIONAL,
    operations=(
        "ssm:DescribeParameters",
        "ssm:ListDocuments",
        "ssm:DescribeDocumentPermission",
    ),
    parts=(parameters, documents),
)
