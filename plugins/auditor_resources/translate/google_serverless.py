"""Cloud Run, Cloud Functions and App Engine."""

from __future__ import annotations

import re

from auditor_resources.model import Body
from auditor_resources.translate._base import Answer
from auditor_resources.translate._columns import (
    describe,
    images,
    listener,
    mapped,
    products,
    settings,
)
from auditor_resources.translate._tables import all_of, off, on, word

_RUNTIMES = (
    (re.compile(r"nodejs(\d+)"), "nodejs", "{0}"),
    (re.compile(r"python(\d)(\d+)"), "python", "{0}.{1}"),
    (re.compile(r"go(\d)(\d\d)"), "go", "{0}.{1}"),
    (re.compile(r"php(\d)(\d)"), "php", "{0}.{1}"),
    (re.compile(r"ruby(\d)(\d)"), "ruby", "{0}.{1}"),
    (re.compile(r"dotnet3"), "dotnet", "3.1"),
    (re.compile(r"dotnet([4-9]|\d\d)"), "dotnet", "{0}"),
)


def _runtime(name: str) -> tuple[str, str] | None:
    """Take apart ``nodejs16`` or ``python39``; Google retires a runtime after its maker does."""
    for shape, product, form in _RUNTIMES:
        found = shape.fullmatch(name.strip().lower())
        if found is not None:
            return product, form.format(*found.groups())
    return None


def _plain(body: Body) -> Answer:
    """An HTTP trigger answers without TLS too unless it is told not to."""
    triggered = on("trigger_http")
    lax = mapped("https_trigger_security_level", {"SECURE_ALWAYS": False}, True, other=True)
    return Answer(None) if triggered(body).value is False else all_of(triggered, lax)(body)


describe(
    "Cloud Function",
    "google_cloudfunctions_function",
    listener(plain=_plain),
    products(word("runtime"), _runtime),
)
describe(
    "Cloud Function",
    "google_cloudfunctions2_function",
    products(word("build_config.runtime"), _runtime),
)
describe(
    "App Engine version",
    "google_app_engine_standard_app_version",
    products(word("runtime"), _runtime),
)
describe("Cloud Run service", "google_cloud_run_service", images("template.spec.containers.image"))
describe(
    "Cloud Run service",
    "google_cloud_run_v2_service",
    settings(api_authentication=off("invoker_iam_disabled", True)),
    images("template.containers.image"),
)
describe(
    "Cloud Run job",
    "google_cloud_run_v2_job",
    images("template.template.containers.image"),
)
