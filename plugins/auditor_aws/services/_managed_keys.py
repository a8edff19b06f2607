"""Telling AWS's own keys from the customer's: answers name both by ARN."""

from __future__ import annotations

import threading
from typing import Any

from auditor_aws.api import Api
from auditor_resources.model import Unknown

OPERATION = "kms:ListAliases"
"""What telling them apart calls, once, where a key is named at all."""
_OWNED = "AWS_OWNED_KMS_KEY"
"""Stands in answers of Redshift where a key would, when nobody chose one."""


class ManagedKeys:
    """The keys that AWS made in this account and region, by the aliases it gave them."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._aliases: dict[str, str] | Unknown | None = None
        self._lock = threading.Lock()

    def named(self, key: Any) -> Any:
        """Return the name of a key for a translator: ``alias/aws/rds`` for one of AWS's own,
        the key as it is for a customer's, None for none, Unknown where that cannot be told."""
        if key == _OWNED:
            return None
        if not isinstance(key, str) or not key or "alias/" in key:
            return key or None
        with self._lock:
            if self._aliases is None:
                self._aliases = self._listed()
            aliases = self._aliases
        if isinstance(aliases, Unknown):
            return aliases
        return aliases.get(key.rpartition("/")[2], key)

    def _listed(self) -> dict[str, str] | Unknown:
        found = self._api.listed("kms", "list_aliases", "Aliases", Limit=100)
        if isinstance(found, Unknown):
            return found
        return {
            item["TargetKeyId"]: item["AliasName"]
            for item in found
            if item["AliasName"].startswith("alias/aws/") and item.get("TargetKeyId")
        }
