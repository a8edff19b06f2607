"""Whose report a file is, told from its beginning."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

from auditor.files import kind_of

Form = Literal["", "trivy", "grype"]

_HEAD_BYTES: Final = 65_536
_TRIVY: Final = re.compile(
    rb'\A\s*\{(?=.*"SchemaVersion"\s*:\s*[0-9])(?=.*"(?:ArtifactName|ArtifactType|Results)"\s*:)',
    re.DOTALL,
)
_TRIVY_CLUSTER: Final = re.compile(
    rb'\A\s*\{(?=.*"ClusterName"\s*:)(?=.*"(?:Resources|Findings)"\s*:)', re.DOTALL
)
_GRYPE: Final = re.compile(rb'\A\s*\{\s*"(?:matches|ignoredMatches)"\s*:\s*(?:\[|null)')


def form_of(path: Path) -> Form:
    """Return the scanner whose JSON report this file begins like; empty for anything else."""
    if kind_of(path) != "file":
        return ""
    try:
        with path.open("rb") as stream:
            return form_of_text(stream.read(_HEAD_BYTES))
    except OSError:
        return ""


def form_of_text(head: bytes) -> Form:
    """As :func:`form_of`, of the beginning of a text."""
    if _TRIVY.match(head) or _TRIVY_CLUSTER.match(head):
        return "trivy"
    return "grype" if _GRYPE.match(head) else ""
