"""Everything besides facts that findings and the gate depend on.

It is stored in the bundle, so that a replay judges under the same rules.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from auditor.findings import Enforce


class CheckPolicy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the configuration says of one check."""

    enabled: bool = True
    severity: str = ""
    """A severity label that replaces the check's own; empty to keep it."""
    enforce: Enforce = "block"
    settings: dict[str, Any] = {}


class Waiver(Struct, frozen=True, kw_only=True):
    """An accepted finding, as written down by somebody who may."""

    source: str
    check: str
    """Check id; ``*`` stands for any text, as in ``encryption.*``."""
    resource: str
    """Address; ``*`` stands for any text."""
    reason: str
    owner: str
    approver: str
    expires: str
    """ISO date: the last day on which it holds."""
    problem: str = ""
    """Why it has no effect."""


class Policy(Struct, frozen=True, kw_only=True):
    """The rules of one run."""

    moment: datetime
    fail_on: str = "low"
    strict: bool = False
    reasons: dict[str, str] = {}
    """Per gap reason: ``incomplete`` or ``report``; overrides the default."""
    checks: dict[str, CheckPolicy] = {}
    waivers: tuple[Waiver, ...] = ()
    baseline_name: str = ""
    baseline: tuple[str, ...] = ()
    """Fingerprints that were there before."""
