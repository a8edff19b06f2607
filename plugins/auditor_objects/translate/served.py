"""APIs that extensions serve, and definitions of custom resources."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, ReferencedName, ServedApi
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.pods import pod_of
from auditor_objects.translate import Context


def _service(obj: Object, context: Context) -> Iterator[Fact]:
    """Read an APIService; those that the API server answers by itself are none of ours."""
    spec = obj.get("spec")
    service = spec.get("service")
    if not service:
        return
    places = Places()
    places.note("service", service)
    available, problem = _condition(obj, "Available")
    yield obj.fact(
        ServedApi,
        places=places.found,
        available=available,
        problem=problem,
        service=_address(service),
        insecure=places.note("insecure", spec.get("insecureSkipTLSVerify")).flag() or False,
    )


def _definition(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    webhook = obj.get("spec", "conversion", "webhook", "clientConfig", "service")
    available, problem = _condition(obj, "Established")
    yield obj.fact(
        ServedApi,
        places=places.found,
        available=available,
        problem=problem,
        service=_address(places.note("service", webhook)) if webhook else "",
        stored_versions=tuple(
            text for text in obj.get("status", "storedVersions").texts() if isinstance(text, str)
        ),
    )


def _address(service: Node) -> str:
    return f"{service.get('namespace').known('default')}/{service.get('name').known()}"


def _condition(obj: Object, kind: str) -> tuple[bool | None, str]:
    """Return whether a condition of a live object holds, and the reason when it does not."""
    if obj.live:
        for condition in obj.get("status", "conditions").items():
            if condition.get("type").known() == kind:
                holds = condition.get("status").known() == "True"
                return holds, "" if holds else condition.get("reason").known()
    return None, ""


def _custom(obj: Object, context: Context) -> Iterator[Fact]:
    """Note that an object of an extension exists: its controller may make pods, or it may be
    what an autoscaler scales. What holds a template of pods is a workload already."""
    if pod_of(obj) is None:
        yield obj.fact(ReferencedName)


TRANSLATORS = {
    "apiregistration.k8s.io/APIService": _service,
    "apiextensions.k8s.io/CustomResourceDefinition": _definition,
    "?": _custom,
}
