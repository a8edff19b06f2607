"""What the Secrets of a cluster are for, by their types."""

from __future__ import annotations

from typing import Final

from auditor.facts import SecretObject, Unknown

TOKEN: Final = "kubernetes.io/service-account-token"
HELM: Final = "helm.sh/release.v1"
_OWN_LIFE: Final = frozenset(
    (TOKEN, HELM, "bootstrap.kubernetes.io/token", "kubernetes.io/tls", "helm.sh/release.v2")
)
"""Types whose age is judged by other means, or which end by themselves."""


def of_people(secret: SecretObject) -> bool | Unknown:
    """Say whether somebody has to look after the value: no controller makes or renews it."""
    if secret.managed or secret.managed_by:
        return False
    return secret.type if isinstance(secret.type, Unknown) else secret.type not in _OWN_LIFE
