"""Texts of objects in which something secret may stand."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from auditor.facts import Place
from auditor.facts.secrets import Medium
from auditor.redaction import names
from auditor_objects.model import LAST_APPLIED, Node, Object
from auditor_objects.pods import containers_of, pod_of

_FLAG: Final = re.compile(r"--?[A-Za-z][\w.-]*")
KEYS_OF_API_SERVER: Final = ("EncryptionConfiguration", "EncryptionConfig")
"""Kinds of the file from which an API server has the keys by which it encrypts."""
_PASSED_OVER: Final = re.compile(rf"checksum|hash|{re.escape(LAST_APPLIED)}")
"""Annotations that hold digests, or the object once more."""
_PROPERTY: Final = re.compile(
    r"^[ \t]*([A-Za-z][\w.-]{0,100})[ \t]+=[ \t]*"
    r"(?!(?:var|local|data|module|each|self|os|env|process|config|settings)\.)"
    r"([^\s()\[\]{}\"'$,;]{1,500})[ \t]*$",
    re.M,
)
"""A line of a properties file with spaces about its sign; a value that names something is none."""
_FLOW: Final = re.compile(r"\s*[{\[].*[}\]]\s*", re.S)
"""A document that is one collection in YAML's flow style, or in JSON."""
_PAIR: Final = re.compile(
    r"[{,]\s*[\"']?([A-Za-z][\w.-]{0,100})[\"']?\s*:\s+"
    r"(?:\"([^\"\n]{1,2000})\"|'([^'\n]{1,2000})'|([^\s\"'{}\[\],]{1,2000}))\s*(?=[,}])"
)
_INNER_FLOW: Final = re.compile(r"^[ \t-]*(?:[\"']?\w[\w.-]*[\"']?:|-)[ \t]+(\{.*\})[ \t]*$", re.M)
"""A mapping in flow style as the value of a key or in a list; also what code may look like."""


class Text(NamedTuple):
    """A text of an object, and where it stands."""

    medium: Medium
    at: str
    name: str
    """What the text is given to: a variable, a key, a flag."""
    value: str
    node: Node
    field: str = ""
    """The field of the node that the text stands in; empty when it is the node itself."""

    @property
    def place(self) -> Place | None:
        """Where the text is written."""
        return (self.node.get(self.field) if self.field else self.node).place


def texts(obj: Object) -> Iterator[Text]:
    """Yield the texts of an object in which nothing secret may stand."""
    pod = pod_of(obj)
    if pod is not None:
        for at, node in containers_of(pod):
            yield from _environment(at, node)
            yield from _arguments(at, node)
        if obj.kind != "Pod":
            yield from _annotations(pod.metadata.get("annotations"), "template.annotations")
    elif obj.kind == "ConfigMap" and not obj.group:
        for key, node in obj.get("data").entries():
            if isinstance(node.value, str):
                yield Text("configuration", f"data[{key}]", key, node.value, node)
                for name, value in _pairs(node.value):
                    if names.meaning(name):
                        yield Text("configuration", f"data[{key}].{name}", name, value, node)
        for key, node in obj.get("binaryData").entries():
            if isinstance(node.value, str):
                text = unwrapped(node.value)
                yield Text("configuration", f"binaryData[{key}]", key, text, node)
    elif obj.kind == "Secret" and not obj.group and not obj.live:
        yield from _stored(obj)
    elif obj.kind in KEYS_OF_API_SERVER:
        yield from _encrypting(obj)
    yield from _annotations(obj.annotations, "annotations")


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield names and values that stand in a form in which nothing secret is found by itself."""
    yield from _PROPERTY.findall(text)
    if _FLOW.fullmatch(text):
        for name, *values in _PAIR.findall(text):
            yield name, "".join(values)
        return
    for flow in _INNER_FLOW.findall(text):
        for name, *values in _PAIR.findall(flow):
            if not re.fullmatch(r"[A-Za-z_.]+", values[2]):
                yield name, "".join(values)


def _environment(at: str, container: Node) -> Iterator[Text]:
    for item in container.get("env").items():
        body = item.value
        value = body.get("value") if isinstance(body, dict) else None
        for leaf in leaves(value):
            written = body.get("name")
            name = written if isinstance(written, str) else ""
            place = f"{at}.environment[{name}]"
            yield Text("environment", place, name, leaf, item, "value")


def leaves(value: Any) -> Iterator[str]:
    """Yield the texts and numbers of a value, also of one that is wrongly a collection."""
    todo, seen = [value], set()
    while todo:
        inner = todo.pop()
        if isinstance(inner, dict | list):
            if id(inner) not in seen:
                seen.add(id(inner))
                todo += inner.values() if isinstance(inner, dict) else inner
        elif isinstance(inner, str | int | float) and not isinstance(inner, bool):
            yield str(inner)


def _arguments(at: str, container: Node) -> Iterator[Text]:
    program = ""
    for field in ("command", "args"):
        flag = ""
        for item in container.get(field).items():
            value = item.value
            if not isinstance(value, str):
                flag = ""
                continue
            name = "" if value.startswith("-") else flag
            place = f"{at}.{field}{item.key}"
            yield Text("arguments", place, name, value, item)
            program = program or value.rpartition("/")[2]
            login = _login(program, flag, value)
            if login:
                yield Text("arguments", place, "password", login, item)
            flag = value if _FLAG.fullmatch(value) else ""


def _login(program: str, flag: str, value: str) -> str:
    """Return the password in an argument of a program that logs in; empty when there is none."""
    if program == "curl" and flag in ("-u", "--user", "-U", "--proxy-user"):
        return value.partition(":")[2]
    if (program, flag) in (("redis-cli", "-a"), ("sshpass", "-p")):
        return value
    if program.startswith(("mysql", "mariadb")) and value.startswith("-p"):
        return value[2:]
    return ""


def _annotations(node: Node, at: str) -> Iterator[Text]:
    for key, item in node.entries():
        if isinstance(item.value, str) and not _PASSED_OVER.search(key):
            name = key.rpartition("/")[2]
            yield Text("annotation", f"{at}[{key}]", name, item.value, item)


def _stored(obj: Object) -> Iterator[Text]:
    """Yield what a Secret in a file holds, decoded; nothing where it is encrypted (SOPS)."""
    if obj.get("sops"):
        return
    for key, node in obj.get("data").entries():
        if isinstance(node.value, str):
            yield Text("manifest", f"data[{key}]", key, unwrapped(node.value), node)
    for key, node in obj.get("stringData").entries():
        if isinstance(node.value, str | int | float) and not isinstance(node.value, bool):
            yield Text("manifest", f"stringData[{key}]", key, str(node.value), node)


def _encrypting(obj: Object) -> Iterator[Text]:
    """Yield the keys by which an API server encrypts what it keeps (Kubernetes, Encrypting
    Confidential Data at Rest)."""
    for resource in obj.get("resources").items():
        for provider in resource.get("providers").items():
            for _, body in provider.entries():
                for key in body.get("keys").items():
                    node = key.get("secret")
                    if isinstance(node.value, str):
                        yield Text("manifest", node.path, "encryption_key", node.value, node)


def unwrapped(text: str) -> str:
    """Return what a value in the data of a Secret says; itself when it is not base64."""
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return text
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
