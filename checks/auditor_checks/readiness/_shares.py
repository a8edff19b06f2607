"""Numbers and shares of pods, as budgets and rollouts write them: ``2``, ``25%``."""

from __future__ import annotations

import re
from math import ceil


def pods(written: str, total: int, *, up: bool = True) -> int | None:
    """Return how many of ``total`` pods are meant; None for what is neither number nor share.

    Budgets round shares up, and so does the surge of a rollout; what may be missing in a rollout
    is rounded down (API reference, PodDisruptionBudgetSpec and RollingUpdateDeployment).
    """
    found = re.fullmatch(r"(\d{1,9})(%?)", written.strip())
    if found is None:
        return None
    number = int(found[1])
    if not found[2]:
        return number
    return ceil(number * total / 100) if up else number * total // 100
