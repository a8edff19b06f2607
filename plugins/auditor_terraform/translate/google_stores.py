"""Google Cloud's databases, queues, registries and model stores."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_terraform.model import Resource
from auditor_terraform.translate._aws_tables import (
    all_of,
    always,
    among,
    any_of,
    days,
    has,
    key,
    off,
    on,
    unless,
    when,
    word,
)
from auditor_terraform.translate._base import Context, translates
from auditor_terraform.translate._columns import (
    component,
    describe,
    filled,
    owner,
    settings,
    store,
)

ENCRYPTED = always(True)
"""Google encrypts everything it stores; only whose key it is can be chosen."""


def _keyed(subject: str, kind: str, *paths: str) -> None:
    describe(subject, kind, store(encrypted=ENCRYPTED, key=key(*paths)))


_keyed("Pub/Sub topic", "google_pubsub_topic", "kms_key_name")
_keyed(
    "BigQuery dataset", "google_bigquery_dataset_key", "default_encryption_configuration.kms_key_name"
)
