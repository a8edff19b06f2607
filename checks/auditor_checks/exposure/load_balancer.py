"""A Service with a load balancer that faces the internet.

Why it matters
    Unless told otherwise the cloud gives it a public address, and everybody may connect. Each one
    is another door, outside of the Ingress that people watch.

Verdicts
    FAIL when the Service is of the type ``LoadBalancer``, neither kept internal nor bounded to
    some addresses by ``loadBalancerSourceRanges``. PASS when it is either, and for other types. It
    is internal by the annotation of its cloud, by private addresses that it asks for, or when the
    AWS Load Balancer Controller makes it and no scheme is set. UNKNOWN when one of these could not
    be read.

How to mend it
    Keep the load balancer internal, or say which addresses may connect.

        metadata:
          annotations:
            service.beta.kubernetes.io/aws-load-balancer-scheme: internal
        spec:
          type: LoadBalancer
          loadBalancerSourceRanges: [198.51.100.0/24]

    Waive the Service of the Ingress controller itself, which is meant to face the internet.

Sources
    Service: internal load balancer, https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer
    Restrict access to a load balancer, https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer, all_of, any_of, negate
from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import NetworkService, Unknown

_EVERYWHERE = ("0.0.0.0/0", "::/0")


def judge(service: NetworkService, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the type, the annotations and the source ranges."""
    name, at = service.name, "type"
    kind = service.type
    open_to_all = all_of(
        (
            kind if isinstance(kind, Unknown) else kind == "LoadBalancer",
            negate(service.internal),
            negate(_bounded(service)),
        )
    )
    if isinstance(open_to_all, Unknown):
        yield Verdict(Outcome.UNKNOWN, open_to_all.reason, at)
    elif open_to_all:
        text = f"Service {name} has a load balancer that everybody may connect to"
        yield Verdict(Outcome.FAIL, text, at)
    elif isinstance(kind, str) and kind != "LoadBalancer":
        yield Verdict(Outcome.PASS, f"Service {name} has no load balancer", at)
    else:
        yield Verdict(Outcome.PASS, f"Service {name} is not for everybody", at)


def _bounded(service: NetworkService) -> Answer:
    ranges = service.source_ranges
    if not ranges:
        return False
    wide: Answer = any_of(
        one if isinstance(one, Unknown) else one.strip() in _EVERYWHERE for one in ranges
    )
    return negate(wide)


CHECK = Check(
    id="exposure.load_balancer",
    title="Load balancer faces the internet",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=NetworkService,
    judge=judge,
    controls=("NET-01", "ACC-10"),
    same_as=(
        "C-0256",
        "kics:Service With External Load Balancer",
        "exposed-services",
        "no-loadbalancer-service",
        "block-loadbalancer-services",
    ),
)
