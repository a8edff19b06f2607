"""Whether a database is kept beyond the standard support of its version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from auditor_aws.api import Api
from auditor_resources.model import Unknown

OPERATION = "rds:DescribeDBMajorEngineVersions"
_ENROLLED = "open-source-rds-extended-support"
_STANDARD = "open-source-rds-standard-support"


class Support:
    """Knows when the standard support of each major version ends, once something asks."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._now = datetime.now(UTC)
        self._versions: list[Any] | Unknown | None = None

    def beyond(self, item: Mapping[str, Any]) -> bool | Unknown | None:
        """Say whether an instance or a cluster is on extended support by now: it has not declined
        it and its standard support is over. None for engines without extended support."""
        choice = item.get("EngineLifecycleSupport")
        if not choice:
            return None
        if choice != _ENROLLED:
            return False
        if self._versions is None:
            self._versions = self._api.listed(
                "rds", "describe_db_major_engine_versions", "DBMajorEngineVersions"
            )
        if isinstance(self._versions, Unknown):
            return self._versions
        return self._over(item["Engine"], item.get("EngineVersion", ""), self._versions)

    def _over(self, engine: str, version: str, versions: list[Any]) -> bool | Unknown:
        for entry in versions:
            major = entry.get("MajorEngineVersion", "")
            if entry.get("Engine") == engine and f"{version}.".startswith(f"{major}."):
                for cycle in entry.get("SupportedEngineLifecycles", ()):
                    if cycle["LifecycleSupportName"] == _STANDARD:
                        return bool(cycle["LifecycleSupportEndDate"] < self._now)
        return Unknown(f"AWS lists no end of standard support of {engine} {version}")
