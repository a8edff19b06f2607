"""Services: names and addresses before pods."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, NetworkService, Port, Unknown
from auditor_objects.containers import Places
from auditor_objects.model import Node, Object
from auditor_objects.translate import Context

_INTERNAL = {
    "service.beta.kubernetes.io/aws-load-balancer-internal": ("true", "0.0.0.0/0"),
    "service.beta.kubernetes.io/aws-load-balancer-scheme": ("internal",),
    "service.beta.kubernetes.io/azure-load-balancer-internal": ("true",),
    "networking.gke.io/load-balancer-type": ("internal",),
    "cloud.google.com/load-balancer-type": ("internal",),
    "service.beta.kubernetes.io/openstack-internal-load-balancer": ("true",),
    "service.beta.kubernetes.io/oci-load-balancer-internal": ("true",),
    "service.beta.kubernetes.io/do-loadbalancer-network": ("internal",),
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": ("intranet",),
    "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": ("private",),
}
"""Annotations that keep a load balancer off the internet, and the values that do so.

Source: Kubernetes documentation, Service, "Internal load balancer"; the cloud providers' own.
"""


def _service(obj: Object, context: Context) -> Iterator[Fact]:
    places = Places()
    note = places.note
    spec = obj.get("spec")
    kind = note("type", spec.get("type")).text()
    selector = note("selector", spec.get("selector"))
    external_name = note("external_name", spec.get("externalName")).text()
    ports, targets, node_ports = _ports(note("ports", spec.get("ports")), places)
    yield obj.fact(
        NetworkService,
        places=places.found,
        type="ClusterIP" if kind is None else kind,
        selector=(selector.labels() or None) if selector else None,
        external_ips=note("external_ips", spec.get("externalIPs")).texts(),
        external_name="" if external_name is None else external_name,
        source_ranges=note("source_ranges", spec.get("loadBalancerSourceRanges")).texts(),
        internal=_internal(obj, places),
        ports=ports,
        target_ports=targets,
        node_ports=node_ports,
        headless=note("headless", spec.get("clusterIP")).known() == "None",
    )


def _internal(obj: Object, places: Places) -> bool | Unknown:
    doubt: Unknown | None = None
    for key, values in _INTERNAL.items():
        said = obj.annotations.get(key)
        text = said.text()
        if isinstance(text, Unknown):
            doubt = text
        elif text is not None and text.lower() in values:
            places.note("internal", said)
            return True
    return False if doubt is None else doubt


def _ports(
    listed: Node, places: Places
) -> tuple[tuple[Port, ...], tuple[str, ...], tuple[int, ...]]:
    """Return the ports, their targets at the pods, and the ports that nodes open."""
    ports, targets, node_ports = [], [], []
    for item in listed.items():
        number = item.get("port").number()
        if number is None:
            number = item.get("port").wrong("a port")
        name = item.get("name").known()
        target = item.get("targetPort")
        places.note(f"ports[{name or number}]", target if target else item)
        ports.append(Port(number=number, name=name, protocol=item.get("protocol").known("TCP")))
        aimed = target.text() if target else str(number)
        targets.append(aimed if isinstance(aimed, str) and not isinstance(number, Unknown) else "")
        node_port = places.note("node_ports", item.get("nodePort")).number()
        if isinstance(node_port, int) and node_port:
            node_ports.append(node_port)
    return tuple(ports), tuple(targets), tuple(node_ports)


TRANSLATORS = {"/Service": _service}
