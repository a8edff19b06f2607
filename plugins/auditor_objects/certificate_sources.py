"""Where objects of a cluster hold certificates, trust them, or name the Secrets that do."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from auditor.facts import Unknown
from auditor_objects.kinds import kind_of
from auditor_objects.model import Node, Object
from auditor_objects.pods import Pod, pod_of

_MOST_CHARACTERS = 1_500_000
"""What a Secret or ConfigMap may hold at most, with room for base64."""
_MOST_VALUES = 5_000
_DEEPEST = 12
_ANYWHERE = ""

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
_MAKERS = {"acme.cert-manager.io", "bitnami.com", "external-secrets.io"}
"""Groups whose objects name Secrets that they make, not that they use."""
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
    """A Secret that somebody uses; without a namespace where that is not said."""

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
        for name in _mounted(pod):
            yield Use(obj.namespace, name, user)
        for namespace, name in _flagged(pod):
            yield Use(namespace, name, user)
    elif obj.kind == "Ingress" and kind_of(obj.group, obj.kind):
        yield from _ingress(obj)
    elif (obj.group, obj.kind) not in _TEXTS and _names_what_it_uses(obj):
        for namespace, name in _named(obj.get("spec").value, obj.namespace):
            yield Use(namespace, name, label(obj))


def _names_what_it_uses(obj: Object) -> bool:
    if obj.group.endswith(".k8s.io"):
        return obj.group == "gateway.networking.k8s.io"
    if obj.group == "cert-manager.io":
        return obj.kind in ("Issuer", "ClusterIssuer")
    return "." in obj.group and obj.group not in _MAKERS


def _mounted(pod: Pod) -> Iterator[str]:
    """Yield the names of the Secrets in the volumes and variables of a pod."""
    for volume in pod.spec.get("volumes").items():
        value = volume.value
        if not isinstance(value, dict):
            continue
        if "secret" in value:
            yield volume.get("secret", "secretName").known()
        elif "projected" in value:
            for source in volume.get("projected", "sources").items():
                yield source.get("secret", "name").known()
    for listing in ("containers", "initContainers"):
        for container in pod.spec.get(listing).items():
            for variable in container.get("env").items():
                if isinstance(variable.value, dict) and "valueFrom" in variable.value:
                    yield variable.get("valueFrom", "secretKeyRef", "name").known()
            for source in container.get("envFrom").items():
                yield source.get("secretRef", "name").known()


def _flagged(pod: Pod) -> Iterator[tuple[str, str]]:
    """Yield the Secrets that an ingress controller is told of on its command line."""
    for container in pod.spec.get("containers").items():
        for key in ("args", "command"):
            arguments = container.get(key).value
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


def _named(value: Any, namespace: str) -> Iterator[tuple[str, str]]:
    """Yield what an extension's object names as Secrets, by the names of its fields."""
    left = _MOST_VALUES
    todo: list[tuple[str, Any, int]] = [("", value, 0)]
    while todo and left:
        left -= 1
        key, current, depth = todo.pop()
        if isinstance(current, str):
            if _means_a_secret(key):
                within, _, bare = current.rpartition("/")
                yield (_ANYWHERE if key == "credentialName" else within or namespace), bare
        elif isinstance(current, dict):
            named, elsewhere = current.get("name"), current.get("namespace")
            if isinstance(named, str) and (_means_a_secret(key) or key == "certificateRefs"):
                told = isinstance(elsewhere, str) and elsewhere
                yield (str(elsewhere) if told else namespace), named
            if depth < _DEEPEST:
                todo += ((str(inner), item, depth + 1) for inner, item in current.items())
        elif isinstance(current, list) and depth < _DEEPEST:
            todo += ((key, item, depth + 1) for item in current)


def _means_a_secret(key: str) -> bool:
    return key == "credentialName" or "secret" in key.lower()
