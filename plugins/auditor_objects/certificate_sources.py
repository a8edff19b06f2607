"""Where objects of a cluster hold certificates, trust them, or name the Secrets that do."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import NamedTuple

from auditor.facts import Unknown
from auditor_objects import pod_secrets
from auditor_objects.extension_secrets import named, names_what_it_uses
from auditor_objects.kinds import known_kind
from auditor_objects.model import Node, Object
from auditor_objects.pods import Pod, pod_of

_MOST_CHARACTERS = 1_500_000
"""What a Secret or ConfigMap may hold at most, with room for base64."""

ROOT_CONFIGMAP = "kube-root-ca.crt"
API_CONFIGMAP = ("kube-system", "extension-apiserver-authentication")
_INJECTORS = (
    ("cert-manager.io/inject-ca-from", "cert-manager"),
    ("cert-manager.io/inject-ca-from-secret", "cert-manager"),
    ("cert-manager.io/inject-apiserver-ca", "cert-manager"),
    ("service.beta.openshift.io/inject-cabundle", "OpenShift's service CA"),
    ("config.openshift.io/inject-trusted-cabundle", "OpenShift's network operator"),
)
_SECRET_ANNOTATIONS = (
    "nginx.ingress.kubernetes.io/auth-tls-secret",
    "nginx.ingress.kubernetes.io/proxy-ssl-secret",
)
_DEFAULT_CERTIFICATE = "--default-ssl-certificate="


class Text(NamedTuple):
    """A text that may hold certificates: presented as one's own, or trusted."""

    content: str | Unknown
    part: str
    node: Node
    trusted: bool


class Bundle(NamedTuple):
    """Authorities that an extension is verified with; ``content`` None when there are none."""

    user: str
    service: str
    content: str | Unknown | None
    part: str
    node: Node


class Use(NamedTuple):
    """A Secret that somebody uses; in namespace ``ANYWHERE`` where that is not said."""

    namespace: str
    secret: str
    user: str


def label(obj: Object) -> str:
    """Name an object for people: ``Secret shop/web-tls``."""
    return f"{obj.kind} {obj.namespace}/{obj.name}" if obj.namespace else f"{obj.kind} {obj.name}"


def texts(obj: Object) -> Iterator[Text]:
    """Yield the texts of an object that may hold certificates.

    Of a Secret nothing is read but ``tls.crt`` and ``ca.crt``, of a ConfigMap what has a
    certificate in it.
    """
    reader = _TEXTS.get((obj.group, obj.kind))
    if reader is not None:
        yield from reader(obj)


def _secret(obj: Object) -> Iterator[Text]:
    for key, trusted in (("tls.crt", False), ("ca.crt", True)):
        written = obj.get("stringData", key)
        encoded = obj.get("data", key)
        if written:
            content = written.text()
            if content is not None:
                yield Text(_bounded(content, written), key, written, trusted)
        elif encoded:
            yield Text(decoded(encoded), key, encoded, trusted)


def _configmap(obj: Object) -> Iterator[Text]:
    for key, node in obj.get("data").entries():
        value = node.value
        if isinstance(value, str) and "-----BEGIN " in value and "CERTIFICATE-----" in value:
            yield Text(_bounded(value, node), key, node, trusted=True)


def _request(obj: Object) -> Iterator[Text]:
    node = obj.get("status", "certificate")
    if node and obj.live:
        yield Text(decoded(node), "certificate", node, trusted=False)


def _trust_bundle(obj: Object) -> Iterator[Text]:
    node = obj.get("spec", "trustBundle")
    content = node.text()
    if content is not None:
        yield Text(_bounded(content, node), "trustBundle", node, trusted=True)


_TEXTS: dict[tuple[str, str], Callable[[Object], Iterator[Text]]] = {
    ("", "Secret"): _secret,
    ("", "ConfigMap"): _configmap,
    ("certificates.k8s.io", "CertificateSigningRequest"): _request,
    ("certificates.k8s.io", "ClusterTrustBundle"): _trust_bundle,
}


def decoded(node: Node) -> str | Unknown:
    """Read a text that is kept in base64. Manifests often have words in its place, or what SOPS
    encrypted: that is no fault of theirs, only unknown."""
    text = node.text()
    if not isinstance(text, str):
        return text or ""
    if len(text) > _MOST_CHARACTERS:
        return node.wrong("of a size that the API allows")
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return Unknown(f"{node.path} is {'encrypted' if text.startswith('ENC[') else 'no base64'}")


def _bounded(content: str | Unknown, node: Node) -> str | Unknown:
    if isinstance(content, str) and len(content) > _MOST_CHARACTERS:
        return node.wrong("of a size that the API allows")
    return content


def bundles(obj: Object) -> Iterator[Bundle]:
    """Yield the ``caBundle`` of every webhook, API service and conversion of an object."""
    key = (obj.group, obj.kind)
    if obj.group == "admissionregistration.k8s.io" and obj.kind.endswith("WebhookConfiguration"):
        for number, hook in enumerate(obj.get("webhooks").items()):
            name = hook.get("name").known(f"{obj.name}[{number}]")
            yield from _bundle(f"webhook {name}", hook.get("clientConfig"), name)
    elif key == ("apiregistration.k8s.io", "APIService"):
        spec = obj.get("spec")
        if spec.get("service") and spec.get("insecureSkipTLSVerify").flag() is not True:
            yield from _bundle(f"APIService {obj.name}", spec, "")
    elif key == ("apiextensions.k8s.io", "CustomResourceDefinition"):
        conversion = obj.get("spec", "conversion")
        client = conversion.get("webhook", "clientConfig")
        if not client:
            client = conversion.get("webhookClientConfig")
        yield from _bundle(f"conversion of {obj.name}", client, "conversion")


def _bundle(user: str, client: Node, part: str) -> Iterator[Bundle]:
    service, node = client.get("service"), client.get("caBundle")
    if service or node:
        named = f"{service.get('namespace').known('default')}/{service.get('name').known()}"
        content = decoded(node) if node.value else None
        yield Bundle(user, named if service else "", content, part, node if node else client)


def filled_by(obj: Object) -> str:
    """Say what fills the bundles of an object once it is in a cluster; nothing if nobody knows."""
    return next((who for key, who in _INJECTORS if obj.annotations.get(key)), "")


def uses(obj: Object) -> Iterator[Use]:
    """Yield the Secrets that an object makes use of."""
    pod = pod_of(obj)
    if pod is not None:
        user = label(obj)
        for name in pod_secrets.of_pod(pod):
            yield Use(obj.namespace, name, user)
        for namespace, name in _flagged(pod):
            yield Use(namespace, name, user)
    elif obj.kind == "Ingress" and known_kind(obj.group, obj.kind):
        yield from _ingress(obj)
    elif (obj.group, obj.kind) not in _TEXTS and names_what_it_uses(obj.group, obj.kind):
        for namespace, name in named(obj.get("spec").value, obj.namespace):
            yield Use(namespace, name, label(obj))


def _flagged(pod: Pod) -> Iterator[tuple[str, str]]:
    """Yield the Secrets that an ingress controller is told of on its command line."""
    for container in pod.spec.get("containers").items():
        fields = container.value if isinstance(container.value, dict) else {}
        for key in ("args", "command"):
            arguments = fields.get(key)
            for value in arguments if isinstance(arguments, list) else ():
                if isinstance(value, str) and value.startswith(_DEFAULT_CERTIFICATE):
                    namespace, _, name = value.removeprefix(_DEFAULT_CERTIFICATE).partition("/")
                    yield namespace, name


def _ingress(obj: Object) -> Iterator[Use]:
    for entry in obj.get("spec", "tls").items():
        hosts = ", ".join(host for host in entry.get("hosts").texts() if isinstance(host, str))
        user = f"{label(obj)} ({hosts})" if hosts else label(obj)
        yield Use(obj.namespace, entry.get("secretName").known(), user)
    for key in _SECRET_ANNOTATIONS:
        namespace, _, name = obj.annotations.get(key).known().rpartition("/")
        yield Use(namespace or obj.namespace, name, label(obj))
