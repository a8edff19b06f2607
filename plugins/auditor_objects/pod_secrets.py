"""The Secrets that a pod reads, by name: in its volumes and in the variables of its containers.

Source: Kubernetes API reference, "Volume" and "EnvVar". Secrets that only the node reads to pull
images (``imagePullSecrets``) are none of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor_objects.model import Node
from auditor_objects.pods import LISTINGS, Pod

_NAMED = {"azureFile": "secretName", "secret": "secretName"}
"""The field of a volume that names a Secret, by the form of the volume."""
_REFERRED = {
    "cephfs": "secretRef",
    "csi": "nodePublishSecretRef",
    "flexVolume": "secretRef",
    "iscsi": "secretRef",
    "rbd": "secretRef",
    "scaleIO": "secretRef",
    "storageos": "secretRef",
}
"""The field of a volume that refers to a Secret, by the form of the volume."""


def of_pod(pod: Pod) -> Iterator[str]:
    """Yield the names of all Secrets that a pod reads, as often as it names them."""
    for volume in pod.spec.get("volumes").items():
        form = form_of(volume)
        if form == "projected" or form in _NAMED or form in _REFERRED:
            yield from of_volume(form, volume.get(form))
    references = (reference for listing in LISTINGS for reference in _variables(pod, listing))
    yield from filter(None, (reference.get("name").known() for reference in references))


def form_of(volume: Node) -> str:
    """Return the API's word for the form of a volume; one that has none is an ``emptyDir``."""
    value = volume.value
    written = value if isinstance(value, dict) else ()
    return next((key for key in written if key != "name"), "emptyDir")


def of_volume(form: str, body: Node) -> Iterator[str]:
    """Yield the names of the Secrets that a volume of a form brings in."""
    if form == "projected":
        names = [source.get("secret", "name").known() for source in body.get("sources").items()]
    elif form in _NAMED:
        names = [body.get(_NAMED[form]).known()]
    elif form in _REFERRED:
        names = [body.get(_REFERRED[form], "name").known()]
    else:
        names = []
    return filter(None, names)


def of_variable(variable: Node) -> Node:
    """Return the reference to a Secret in an element of ``env``, without a value for none."""
    return variable.get("valueFrom", "secretKeyRef")


def of_source(source: Node) -> Node:
    """Return the reference to a Secret in an element of ``envFrom``, without a value for none."""
    return source.get("secretRef")


def _variables(pod: Pod, listing: str) -> Iterator[Node]:
    """Yield what the variables of some containers refer to."""
    for container in pod.spec.get(listing).items():
        for variable in container.get("env").having("valueFrom"):
            yield of_variable(variable)
        for source in container.get("envFrom").having("secretRef"):
            yield of_source(source)
