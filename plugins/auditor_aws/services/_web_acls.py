"""Which web firewalls stand before which things of a region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.refusals import Refused
from auditor_aws.shapes import dig
from auditor_resources.model import Resource, Unknown

OPERATIONS = ("wafv2:ListResourcesForWebACL", "wafv2:ListWebACLs")
_ASSOCIATION = "aws_wafv2_web_acl_association"


def associations(api: Api, kind: str) -> Iterator[Resource]:
    """Yield every association of a web firewall with a thing of ``kind``, as the API names kinds
    (``APPLICATION_LOAD_BALANCER``); stand-ins for those that could not be listed."""
    try:
        listed = list(api.pages("wafv2", "list_web_acls", "WebACLs", **_HERE))
    except Refused as error:
        api.note(error)
        yield api.unlisted(_ASSOCIATION, "resource_arn", error.unknown)
        return
    for acl in listed:
        answer = api.ask(
            "wafv2", "list_resources_for_web_acl", WebACLArn=acl["ARN"], ResourceType=kind
        )
        guarded = dig(answer, "ResourceArns")
        if isinstance(guarded, Unknown):
            yield api.unlisted(_ASSOCIATION, "resource_arn", guarded)
            continue
        for arn in guarded or ():
            values = {"resource_arn": arn, "web_acl_arn": acl["ARN"]}
            yield api.resource(_ASSOCIATION, f"{acl['ARN']} {arn}", None, values)


_HERE: dict[str, Any] = {"Scope": "REGIONAL"}
