"""Values that an object shows and should not, by the medium through which they leak."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from auditor.facts import Place
from auditor.facts.secrets import Medium
from auditor.redaction import find, names
from auditor_objects.listings import containers_of
from auditor_objects.model import LAST_APPLIED, Node, Object
from auditor_objects.pods import pod_of

STORED: Final = "stored secret"
"""The kind of what a Secret holds under a name that says no more."""

_FLAG: Final = re.compile(r"--?[A-Za-z][\w.-]*")
_SWITCHES: Final = frozenset(
    "yes no on off y n 0 1 enabled disabled default required optional auto unset n/a".split()
)
"""Values under a password's name that only say whether there is one."""
_GIVEN: Final = frozenset(("token", "API key", "secret key", "signing key", "encryption key"))
"""Kinds that a program is given as they are: a plain word under such a name is the value."""
_WHOLE: Final = re.compile(r"(?![A-Z0-9]+(?:_[A-Z0-9]+)+\Z)\S{6,}")
"""One word that is no blank to be filled in (``YOUR_KEY``)."""
_PLAIN: Final = frozenset(
    "account address arn bucket cluster database db dbname domain email endpoint engine host "
    "hostname id login name namespace port project region role server tenant type uri url user "
    "username version zone".split()
)
"""Last words of the keys of a Secret under which nothing secret stands by itself."""
_OWNERS: Final = frozenset(
    "ca cert certificate certs docker image keystore pull registry ssl tls truststore".split()
)
"""Words before ``secret`` that make the value the name of a Secret: ``TLS_SECRET: web``."""
_PUBLIC: Final = frozenset(("tls.crt", "ca.crt", "ca-bundle.crt", "ssh-publickey", "known_hosts"))
"""Keys of a Secret that everybody may see."""
_STORES: Final = (".jks", ".p12", ".pfx", ".keystore", ".truststore", ".key", ".keytab")
_REGISTRY: Final = (".dockerconfigjson", ".dockercfg")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://")
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
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
_INNER_FLOW: Final = re.compile(r"^[ \t-]*[\"']?\w[\w.-]*[\"']?:[ \t]+(\{.*\})[ \t]*$", re.M)
"""A mapping in flow style as the value of a key; also what code may look like."""
PEM: Final = "LS0tLS1CRUdJTi"
"""How every PEM block begins in base64, as kubeconfigs hold keys."""
_WRAPPED: Final = re.compile(PEM + r"[A-Za-z0-9+/]{80,20000}={0,2}")
_BATCH: Final = "\n\0\n"


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


class Exposure(NamedTuple):
    """Something secret that a text holds; ``written`` is what the object has in its place."""

    medium: Medium
    at: str
    kind: str
    value: str
    written: str
    place: Place | None


class Shown(NamedTuple):
    """What the texts of an object show."""

    media: tuple[Medium, ...]
    """Where it has texts."""
    exposures: tuple[Exposure, ...]
    passwords: tuple[str, ...]
    """Values under the name of a password, outside of Secrets, whatever they look like."""


_NOTHING: Final = Shown((), (), ())
_SHOWN: WeakKeyDictionary[Object, Shown] = WeakKeyDictionary()


def shown(obj: Object) -> Shown:
    """Return what the texts of an object show. They are read once: what is secret is hidden
    first, and told later."""
    found = _SHOWN.get(obj)
    if found is None:
        listed = list(texts(obj))
        found = _SHOWN[obj] = _shown(listed) if listed else _NOTHING
    return found


def _shown(listed: Sequence[Text]) -> Shown:
    return Shown(
        media=tuple(dict.fromkeys(text.medium for text in listed)),
        exposures=tuple(exposures(listed)),
        passwords=tuple(_passwords(listed)),
    )


def _passwords(listed: Iterable[Text]) -> Iterator[str]:
    for text in listed:
        if (
            text.medium != "manifest"
            and names.meaning(text.name) == "password"
            and not names.refers(text.value)
        ):
            yield text.value


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
    yield from _annotations(obj.annotations, "annotations")


def exposures(listed: Sequence[Text]) -> Iterator[Exposure]:
    """Yield what is secret in texts, in their order.

    All are searched at once first, as one search of much text costs less than many of little.
    """
    suspicious = bool(find(_BATCH.join(text.value for text in listed)))
    told: set[tuple[int, str]] = set()
    for text in listed:
        for kind, value in _exposed(text, suspicious):
            key = (id(text.node), value)
            if key not in told:
                told.add(key)
                whole = text.node.value
                written = whole if isinstance(whole, str) else ""
                yield Exposure(text.medium, text.at, kind, value, written, text.place)


def _exposed(text: Text, suspicious: bool) -> Iterator[tuple[str, str]]:
    """Yield kind and value of what is secret in a text."""
    hits = find(text.value) if suspicious else []
    keys = wrapped_keys(text.value)
    if hits or keys:
        yield from ((hit.kind, hit.value) for hit in hits)
        yield from (("private key", key) for key in keys)
    else:
        kind = _kind(text)
        if kind:
            yield kind, text.value


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


def wrapped_keys(text: str) -> list[str]:
    """Return the private keys that a text holds in base64."""
    if PEM not in text:
        return []
    return [found for found in _WRAPPED.findall(text) if "PRIVATE KEY-" in unwrapped(found)[:64]]


def _kind(text: Text) -> str:
    """Return what kind of secret the whole text is by its name; empty when it is none.

    What is deployed as it is counts in any shape: ``changeme`` is the password of whatever is
    started with it. In a Secret it is a blank to be filled in.
    """
    value, name = text.value, text.name
    kind = names.meaning(name) if name else ""
    stored = text.medium == "manifest"
    if not (kind or stored) or not value or names.refers(value):
        return ""
    if stored:
        return _kind_stored(name, kind, value)
    if text.medium == "annotation":
        return kind if names.plausible(value, kind) else ""
    if kind == "password":
        return "" if value.lower() in _SWITCHES else kind
    whole = kind in _GIVEN and _WHOLE.fullmatch(value) is not None
    real = (whole or (kind == "secret" and _is_itself(text))) and not names.stands_in(value)
    return kind if real or names.plausible(value, kind) else ""


def _is_itself(text: Text) -> bool:
    """Say whether what stands under the name of a secret is one, not the name of a Secret."""
    words = [word.lower() for word in _WORD.findall(text.name)]
    word = _OWNERS.isdisjoint(words) and re.fullmatch(r"[^\s\-./:]{3,}", text.value) is not None
    return word and text.medium in ("environment", "configuration")


def _kind_stored(name: str, kind: str, value: str) -> str:
    if name in _PUBLIC or names.stands_in(value):
        return ""
    if name in _REGISTRY:
        return "registry credentials" if re.search(r'"(?:auth|password)"\s*:\s*"\w', value) else ""
    if name.lower().endswith(_STORES):
        return "key store"
    if kind:
        return kind if kind == "password" or names.plausible(value, kind) else ""
    words = _WORD.findall(name)
    if (words and words[-1].lower() in _PLAIN) or _ADDRESS.match(value):
        return ""
    return STORED if names.plausible(value, STORED) else ""


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
    for field in ("command", "args"):
        flag = ""
        for item in container.get(field).items():
            value = item.value
            if not isinstance(value, str):
                flag = ""
                continue
            name = "" if value.startswith("-") else flag
            yield Text("arguments", f"{at}.{field}{item.key}", name, value, item)
            flag = value if _FLAG.fullmatch(value) else ""


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


def applied(obj: Object) -> dict[str, dict[str, Any]]:
    """Return ``data`` and ``stringData`` as the last-applied annotation of a Secret has them."""
    text = obj.annotations.get(LAST_APPLIED).value
    if not isinstance(text, str):
        return {}
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(body, dict):
        return {}
    parts = {key: body.get(key) for key in ("data", "stringData")}
    return {key: part for key, part in parts.items() if isinstance(part, dict)}
