"""Which services a principal used, by IAM's reports of services last accessed.

Each is a job of AWS's: two calls a principal and more, so it is done only when it is asked for
(``last_accessed`` in ``[aws]``).
"""

from __future__ import annotations

import time
from typing import Any

from msgspec import Struct

from auditor.collecting import Reason
from auditor.facts import Unknown
from auditor_aws.actions import action_of
from auditor_aws.api import Api, told
from auditor_aws.refusals import Refused
from auditor_aws.shapes import Item

OPERATIONS = ("iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails")
_PAUSES_SECONDS = (0.2, 0.5, 1, 2, 4, 8, 8, 8)


class Services(Struct, frozen=True):
    """Services that a principal's policies open, and those of them that it did not use."""

    granted: tuple[str, ...] | Unknown | None = None
    unused: tuple[str, ...] | Unknown | None = None


def services_of(api: Api, item: Item) -> Services:
    """Ask which services a principal may use and uses; the answers join its evidence."""
    try:
        pages = _report(api, item)
    except Refused as error:
        api.note(error)
        unknown = told(error.unknown)
        return Services(unknown, unknown)
    listed = [service for page in pages for service in page["ServicesLastAccessed"]]
    names = sorted(service["ServiceNamespace"] for service in listed)
    unused = sorted(
        service["ServiceNamespace"] for service in listed if not service.get("LastAuthenticated")
    )
    return Services(tuple(names), tuple(unused))


def _report(api: Api, item: Item) -> list[Item]:
    """Return the pages of a finished job.

    :raises Refused: when AWS does not do it, or not in time.
    """
    job = api.call("iam", "generate_service_last_accessed_details", Arn=item["Arn"])["JobId"]
    pages = [_finished(api, item, job)]
    while pages[-1].get("IsTruncated"):
        marker = pages[-1]["Marker"]
        if len(pages) > 1 and marker == pages[-2].get("Marker"):
            raise _failed(Reason.UNPARSABLE, "the same page twice")
        pages.append(_page(api, item, JobId=job, Marker=marker))
    return pages


def _finished(api: Api, item: Item, job: str) -> Item:
    for pause in _PAUSES_SECONDS:
        page = _page(api, item, JobId=job)
        if page["JobStatus"] == "COMPLETED":
            return page
        if page["JobStatus"] == "FAILED":
            raise _failed(Reason.UNREACHABLE, "JobFailed")
        time.sleep(pause)
    raise _failed(Reason.UNREACHABLE, "not done in time")


def _page(api: Api, item: Item, **arguments: Any) -> Item:
    return api.call("iam", "get_service_last_accessed_details", item=item, **arguments)


def _failed(reason: Reason, code: str) -> Refused:
    return Refused(OPERATIONS[1], action_of(OPERATIONS[1]), reason, code)
