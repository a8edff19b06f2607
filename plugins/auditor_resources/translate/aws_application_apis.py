"""State machines of Step Functions and GraphQL APIs of AppSync."""

from __future__ import annotations

from auditor_resources.model import Body
from auditor_resources.translate._aws import inverted
from auditor_resources.translate._base import Answer
from auditor_resources.translate._columns import over
from auditor_resources.translate._tables import always, among, every, key, tables, word

tables(
    "aws_sfn_state_machine",
    subject="state machine",
    encrypted=always(True),
    key=key("encryption_configuration.kms_key_id"),
    settings={"service_logs": among("logging_configuration.level", ("ALL", "ERROR", "FATAL"))},
)


def _beyond_key(body: Body) -> Answer:
    """Say whether no way in takes an API key, which all callers share and browsers show."""
    by_key = word("authentication_type")
    ways = [by_key(body), *over(body, "additional_authentication_provider", read=by_key)]
    return every(inverted(way.map(lambda value: value == "API_KEY")) for way in ways)


tables(
    "aws_appsync_graphql_api",
    subject="AppSync API",
    settings={
        "api_beyond_key": _beyond_key,
        "service_logs": among("log_config.field_log_level", ("ALL", "DEBUG", "ERROR", "INFO")),
    },
)
