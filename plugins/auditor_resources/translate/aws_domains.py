"""Names: hosted zones of Route 53 and registered domains."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Resource
from auditor_resources.translate._aws import attached, inverted, only_when, settings
from auditor_resources.translate._base import Context, present, translates
from auditor_resources.translate._tables import all_of, on, tables


@translates("aws_route53_zone")
def zone(resource: Resource, context: Context) -> Iterator[Fact]:
    """A hosted zone; only queries about public ones can be logged here."""
    public = inverted(present(resource.body, "vpc")).value
    logged = attached(context, resource, "aws_route53_query_log", "zone_id", "zone_id", "id")
    answers = {"query_log": only_when(public, logged)}
    yield from settings(context, resource, "hosted zone", answers)


tables(
    "aws_route53domains_registered_domain",
    "aws_route53domains_domain",
    subject="registered domain",
    settings={
        "transfer_lock": on("transfer_lock", True),
        "domain_owner_hidden": all_of(
            on("admin_privacy", True), on("registrant_privacy", True), on("tech_privacy", True)
        ),
    },
)
