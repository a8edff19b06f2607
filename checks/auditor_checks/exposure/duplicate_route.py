"""Two Ingresses that claim the same host and path.

Why it matters
    Which of the two gets the requests is up to the controller, usually to the age of the objects.
    In one direction a deployment has no effect, in the other somebody who may write an Ingress in
    their own namespace takes over the traffic of another one.

Verdicts
    FAIL when another Ingress of the same class claims the same host and path. PASS when none does.
    UNKNOWN when none was found but not all Ingresses were read, when it cannot be told whether one
    controller serves both, or when a host or path is filled in by a template. Canary Ingresses of
    ingress-nginx are meant to double others and are left out, and so are Ingresses of the classes
    ``alb`` and ``gce``, each of which has a load balancer of its own, unless they join a group.
    What lies in directories of environments, or of examples, side by side is taken apart.

How to mend it
    Leave each host and path to one Ingress.

        spec:
          rules:
          - host: shop.example.com
            http:
              paths:
              - path: /api
                pathType: Prefix
                backend: {service: {name: api, port: {number: 80}}}

    An admission policy that demands unique hosts keeps it so.

Sources
    Kubernetes documentation, Ingress, https://kubernetes.io/docs/concepts/services-networking/ingress/
    Kubernetes documentation, Multi-tenancy, https://kubernetes.io/docs/concepts/security/multi-tenancy/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, Place, Route, Unknown
from auditor.nearness import apart, shared_folders
from auditor_checks._cluster import unseen
from auditor_checks._routes import what

_CANARY = "nginx.ingress.kubernetes.io/canary"
_GROUP = "alb.ingress.kubernetes.io/group.name"
_BALANCER_EACH = ("alb", "gce", "gce-internal")
"""Classes that give every Ingress its own load balancer (AWS Load Balancer Controller, GKE)."""


def judge(route: Route, view: View[Settings]) -> Iterator[Verdict]:
    """Look for each claim among those of the other Ingresses."""
    if not _claims(route):
        return
    wanted = {path for path in route.paths if isinstance(path, str)}
    rivals: dict[str, Route] = {}
    doubt = next((path for path in route.paths if isinstance(path, Unknown)), None)
    claims = view.by_each(Route, _claimed)
    for path in sorted(wanted):
        for other in claims.get(path, ()):
            if not _another(route, other):
                continue
            same = _same_class(route, other)
            if isinstance(same, Unknown):
                doubt = doubt or same
            elif same:
                rivals[path] = other
                break
    for path, other in sorted(rivals.items()):
        message = f"{what(route)} claims {path}, and so does {other.namespace}/{other.name}"
        yield Verdict(Outcome.FAIL, message, f"paths[{path}]")
    if rivals:
        return
    doubt = doubt or unseen(view, "ingresses.networking.k8s.io")
    if doubt is not None:
        yield Verdict(Outcome.UNKNOWN, doubt.reason, "paths")
    else:
        yield Verdict(Outcome.PASS, f"{what(route)} has its hosts and paths to itself", "paths")


def _claims(route: Route) -> bool:
    alone = route.class_name in _BALANCER_EACH and _GROUP not in route.annotations
    open_to_rivals = not alone and _CANARY not in route.annotations
    return route.origin.kind == "Ingress" and bool(route.paths) and open_to_rivals


def _claimed(route: Route) -> Iterator[str]:
    """Yield what other Ingresses may not claim too."""
    if _claims(route):
        yield from (path for path in route.paths if isinstance(path, str))


def _another(route: Route, other: Route) -> bool:
    named_so = (route.namespace, route.name) == (other.namespace, other.name)
    beside = apart(route, other) or _variants(route, other) or _variants(other, route)
    return not named_so and not beside


def _variants(route: Route, other: Route) -> bool:
    """Say whether a route has copies in directories side by side, and the other one lies in
    another of these: they are environments, or examples, of which one is applied."""
    mine, theirs = route.origin.place, other.origin.place
    if mine is None or theirs is None or _folder(mine) == _folder(theirs):
        return False
    shared = shared_folders(mine.file, theirs.file)
    return any(shared_folders(mine.file, copy) == shared for copy in route.copies)


def _folder(place: Place) -> str:
    return place.file.rpartition("/")[0]


def _same_class(route: Route, other: Route) -> Answer:
    """Say whether one controller serves both; one without a class is for the default one."""
    classes = (route.class_name, other.class_name)
    for name in classes:
        if isinstance(name, Unknown):
            return name
    if None in classes and classes[0] != classes[1]:
        return Unknown(f"{what(route)} or {what(other)} is left to the default class")
    return classes[0] == classes[1]


CHECK = Check(
    id="exposure.duplicate_route",
    title="Host and path are claimed twice",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Route,
    judge=judge,
    controls=("NET-01",),
    same_as=("unique-ingress-host", "gatekeeper:uniqueingresshost"),
    also=(Listing, Route),
    span=Span.SCOPE,
)
