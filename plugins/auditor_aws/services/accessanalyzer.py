"""IAM Access Analyzer: whether somebody looks for what outsiders may use, and what was found."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.refusals import Refused
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item
from auditor_resources.model import Unknown

_EXTERNAL = ("ACCOUNT", "ORGANIZATION")
"""Types of analyser that look at access from outside."""
_OPEN = {"status": {"eq": ["ACTIVE"]}}


def analyzers(api: Api) -> Iterator[Setting]:
    """Yield whether an analyser is at work in the region, and whether its findings are settled."""
    listing = api.listed("accessanalyzer", "list_analyzers", "analyzers")
    value: bool | Unknown
    at_work: list[Item] = []
    if isinstance(listing, Unknown):
        value = listing
    else:
        at_work = [
            item for item in listing if item["type"] in _EXTERNAL and item["status"] == "ACTIVE"
        ]
        value = bool(at_work)
    yield api.setting(
        "aws_region_settings",
        api.region,
        f"region {api.region}",
        "access_analyzer",
        value,
        at_work[0] if at_work else None,
    )
    for item in at_work:
        yield api.setting(
            "aws_accessanalyzer_analyzer",
            item["arn"],
            "Access Analyzer",
            "analyzer_findings_settled",
            _settled(api, item["arn"]),
            item,
        )


def _settled(api: Api, arn: str) -> bool | Unknown:
    """Say whether no finding is open; one is enough to know."""
    try:
        found = api.pages(
            "accessanalyzer",
            "list_findings_v2",
            "findings",
            analyzerArn=arn,
            filter=_OPEN,
            maxResults=1,
        )
        return next(found, None) is None
    except Refused as error:
        api.note(error)
        return error.unknown


SERVICE = Service(
    name="accessanalyzer",
    reach=Reach.REGIONAL,
    operations=("accessanalyzer:ListAnalyzers", "accessanalyzer:ListFindingsV2"),
    parts=(analyzers,),
    always=True,
)
