"""Values that an object shows and should not, by the medium through which they leak."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from auditor.facts import Place
from auditor.facts.secrets import Medium
from auditor.redaction import find, formats, names
from auditor_objects.model import LAST_APPLIED, Object
from auditor_objects.texts import Text, texts, unwrapped

STORED: Final = "stored secret"
"""The kind of what a Secret holds under a name that says no more."""

_SWITCHES: Final = frozenset(
    "yes no on off y n 0 1 enabled disabled default required optional auto unset n/a".split()
)
"""Values under a password's name that only say whether there is one."""
_GIVEN: Final = frozenset(("token", "API key", "secret key", "signing key", "encryption key"))
"""Kinds that a program is given as they are: a plain word under such a name is the value."""
_WEAK: Final = frozenset(("root", "admin", "test", "demo", "dev", "guest"))
"""Tokens that anybody would try."""
_WHOLE: Final = re.compile(r"(?![A-Z0-9]+(?:_[A-Z0-9]+)+\Z)\S{6,}")
"""One word that is no blank to be filled in (``YOUR_KEY``)."""
_PLAIN: Final = frozenset(
    "account address arn bucket cluster database db dbname domain email endpoint engine host "
    "hostname id login name namespace port project region role server tenant type uri url user "
    "username version zone".split()
)
"""Last words of the keys of a Secret under which nothing secret stands by itself."""
_SEVERAL: Final = re.compile(r"\w[\w'!?.,-]*(?: [\w'!?.,-]+){1,5}")
"""A few words, as people make up secrets of."""
_OWNERS: Final = frozenset(
    "ca cert certificate certs docker image keystore pull registry ssl tls truststore".split()
)
"""Words before ``secret`` that make the value the name of a Secret: ``TLS_SECRET: web``."""
_PUBLIC: Final = frozenset(("tls.crt", "ca.crt", "ca-bundle.crt", "ssh-publickey", "known_hosts"))
"""Keys of a Secret that everybody may see."""
_STORES: Final = (".jks", ".p12", ".pfx", ".keystore", ".truststore", ".key", ".keytab")
_REGISTRY: Final = (".dockerconfigjson", ".dockercfg")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://")
_DEPLOYED: Final = ("environment", "arguments", "configuration")
"""Media whose text a program is started with."""
_COMMENTS: Final = ("#", "//", ";", "--", "*")
"""How lines begin that only say something."""
_NOWHERE: Final = re.compile(
    r"(?:host|hostname|server|address)(?![\w.-])|[\w.-]*example\b|<|\[|\{|\.\.\.", re.IGNORECASE
)
"""Hosts that stand for any host."""
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
PEM: Final = "LS0tLS1CRUdJTi"
"""How every PEM block begins in base64, as kubeconfigs hold keys."""
_WRAPPED: Final = re.compile(PEM + r"[A-Za-z0-9+/]{80,20000}={0,2}")
_BATCH: Final = "\n\0\n"


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
    addressed = [*_addressed(text)] if "@" in text.value and text.medium in _DEPLOYED else []
    if hits or keys or addressed:
        yield from ((hit.kind, hit.value) for hit in hits)
        yield from (("private key", key) for key in keys)
        yield from (("password in a URL", value) for value in addressed)
    else:
        kind = _kind(text)
        if kind:
            yield kind, text.value


def _addressed(text: Text) -> Iterator[str]:
    """Yield the passwords of URLs that something deployed is given, whatever they look like."""
    for found in formats.URL_PASSWORD.finditer(text.value):
        line = text.value[text.value.rfind("\n", 0, found.start()) + 1 : found.start()].lstrip()
        said = text.medium == "configuration" and line.startswith(_COMMENTS)
        if not (said or names.refers(found[1]) or _NOWHERE.match(text.value, found.end())):
            yield found[1]


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
    own = kind == "secret" and _is_itself(text)
    weak = kind == "token" and value in _WEAK
    real = (whole or own or weak or _phrase(text, kind)) and not names.stands_in(value)
    return kind if real or names.plausible(value, kind) else ""


def _phrase(text: Text, kind: str) -> bool:
    """Say whether a variable that holds a secret of a program is given a few words."""
    return (
        text.medium in ("environment", "configuration")
        and kind in ("secret", "secret key", "signing key", "encryption key")
        and _SEVERAL.fullmatch(text.value) is not None
    )


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
        given = kind in _GIVEN and _WHOLE.fullmatch(value) is not None
        return kind if kind == "password" or given or names.plausible(value, kind) else ""
    words = _WORD.findall(name)
    if (words and words[-1].lower() in _PLAIN) or _ADDRESS.match(value):
        return ""
    return STORED if names.plausible(value, STORED) else ""


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
