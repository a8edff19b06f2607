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


_ADDRESSES = (
    "io.cilium/lb-ipam-ips",
    "kube-vip.io/loadbalancerIPs",
    "lbipam.cilium.io/ips",
    "metallb.io/loadBalancerIPs",
    "metallb.universe.tf/loadBalancerIPs",
)
"""Annotations that give a load balancer its addresses, separated by commas."""
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
"""Addresses that the internet does not reach (RFC 1918, RFC 4193)."""
_AWS = "service.beta.kubernetes.io/aws-load-balancer-"
_AWS_CONTROLLER = ("external", "nlb-ip")
"""Types of balancers that are left to the AWS Load Balancer Controller."""


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
    if doubt is not None:
        return doubt
    if obj.get("spec", "type").value != "LoadBalancer":
        return False
    return _has_private_addresses(obj, places) or _internal_by_default(obj)


def _has_private_addresses(obj: Object, places: Places) -> bool:
    """Say whether all addresses that a load balancer is given are private ones."""
    nodes = [obj.annotations.get(key) for key in _ADDRESSES]
    for node in (obj.get("spec", "loadBalancerIP"), *nodes):
        text = node.known()
        if text and all(map(_private, text.split(","))):
            places.note("internal", node)
            return True
    return False


def _private(text: str) -> bool:
    from ipaddress import ip_address, ip_network

    try:
        address = ip_address(text.strip())
    except ValueError:
        return False
    return any(address in ip_network(block) for block in _PRIVATE)


def _internal_by_default(obj: Object) -> bool:
    """Say whether the AWS Load Balancer Controller makes the balancer, and is not told otherwise.

    Source: its documentation, "Service annotations": the scheme is ``internal`` unless set.
    """
    annotations = obj.annotations
    told = annotations.get(f"{_AWS}scheme") or annotations.get(f"{_AWS}internal")
    by_controller = (
        obj.get("spec", "loadBalancerClass").known() == "service.k8s.aws/nlb"
        or annotations.get(f"{_AWS}type").known() in _AWS_CONTROLLER
    )
    return by_controller and not told


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
