"""Tests of Helm charts: workloads that somebody starts with ``helm test``, and that serve nobody.

Source: Helm documentation, "Chart Tests" and "Chart Hooks".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from auditor_objects.pods import WORKLOADS

HOOK = "helm.sh/hook"
CHART_TEST = "a test of its chart"
"""Why such a workload is not judged."""
_ONLY_TESTS = re.compile(r"\s*test(?:-success|-failure)?\s*(?:,\s*test(?:-success|-failure)?\s*)*")


def only_tests(hooks: Any) -> bool:
    """Say whether the value of the annotation names nothing but tests."""
    return isinstance(hooks, str) and _ONLY_TESTS.fullmatch(hooks) is not None


def is_chart_test(version: str, kind: str, body: Mapping[str, Any]) -> bool:
    """Say whether an object is a workload of a test; roles, accounts and Secrets of tests stay
    what they are, whether a test runs or not."""
    metadata = body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict) or not only_tests(annotations.get(HOOK)):
        return False
    return f"{version.rpartition('/')[0]}/{kind}" in WORKLOADS
