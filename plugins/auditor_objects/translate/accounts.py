"""Service accounts, with the identity that a cloud gives them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, Place, ServiceAccount, Unknown
from auditor_objects.model import Object
from auditor_objects.translate import Context

_CLOUDS = {
    "eks.amazonaws.com/role-arn": "aws",
    "iam.gke.io/gcp-service-account": "google",
    "azure.workload.identity/client-id": "azure",
}
"""Annotations that name the principal of a cloud: IAM Roles for Service Accounts, Workload
Identity Federation for GKE, Microsoft Entra Workload ID."""


def _account(obj: Object, context: Context) -> Iterator[Fact]:
    places: dict[str, Place] = {}
    automount = obj.get("automountServiceAccountToken")
    if automount and automount.place is not None:
        places["automount"] = automount.place
    identity: str | Unknown = ""
    cloud = ""
    for key, name in _CLOUDS.items():
        annotation = obj.annotations.get(key)
        value = annotation.text()
        if value:
            identity, cloud = value, name
            if annotation.place is not None:
                places["cloud_identity"] = annotation.place
            break
    named = (item.get("name").text() for item in obj.get("secrets").items())
    yield obj.fact(
        ServiceAccount,
        places=places,
        automount=automount.flag(),
        secrets=tuple(name for name in named if name),
        cloud_identity=identity,
        cloud=cloud,
    )


TRANSLATORS = {"/ServiceAccount": _account}
