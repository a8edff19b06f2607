"""Which names mean that the value is secret, and which values are no secrets after all."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_PASSWORDS = frozenset(
    ("password", "passwords", "passwd", "pwd", "passphrase", "passcode", "pass", "pw")
)
_HEADS = {
    **dict.fromkeys(_PASSWORDS, "password"),
    "secret": "secret",
    "token": "token",
    "pat": "token",
    "apikey": "API key",
    "credential": "credential",
    "credentials": "credential",
}
_GLUED = (
    ("password", "password"),
    ("passwd", "password"),
    ("passphrase", "password"),
    ("clientsecret", "secret"),
    ("apikey", "API key"),
    ("secretkey", "secret key"),
    ("accesstoken", "token"),
    ("authtoken", "token"),
    ("requirepass", "password"),
    ("apitoken", "token"),
)
"""Endings of words written without a separator: ``PGPASSWORD``."""
_KEYS = {
    "api": "API key",
    "secret": "secret key",
    "private": "private key",
    "access": "access key",
    "account": "account key",
    "shared": "shared key",
    "preshared": "shared key",
    "psk": "shared key",
    "signing": "signing key",
    "encryption": "encryption key",
    "master": "master key",
    "auth": "API key",
    "app": "API key",
    "application": "API key",
    "license": "license key",
    "integration": "API key",
    "subscription": "API key",
    "jwt": "signing key",
    "rest": "API key",
    "deploy": "private key",
}
"""Words that make a secret of a following ``key``."""
_PHRASES = {
    ("secret", "key", "base"): "secret key",
    ("root", "token", "id"): "token",
}
"""Ends of names whose last word alone says nothing: of Rails, of Vault's development server."""
_FILLERS = frozenset(
    (
        "value string plain plaintext text default literal wo base64 b64 content dev test prod "
        "staging stage old new current previous override"
    ).split()
)
"""Words behind the noun that leave its meaning as it is."""
_DENIALS = frozenset(
    (
        "enable enabled disable use has is no require required allow generate create manage "
        "rotate ignore random minimum maximum min max hash hashed encrypted public reset"
    ).split()
)
"""First words of names that hold a switch, a number or something safe."""


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


@lru_cache(maxsize=4096)
def meaning(name: str) -> str:
    """Return what kind of secret a thing of this name holds; empty when it holds none.

    The last noun decides: ``db_password`` is one, ``password_policy`` and ``secret_arn``
    are not. ``name`` may be a path; its last part counts.
    """
    words = _words(re.split(r"[.\]\[]+", name.rstrip("]\"'").replace('"', ""))[-1])
    while len(words) > 1 and (words[-1] in _FILLERS or words[-1].isdigit()):
        words.pop()
    if not words or (len(words) > 1 and words[0] in _DENIALS):
        return ""
    if len(words) > 2 and tuple(words[-3:]) in _PHRASES:
        return _PHRASES[words[-3], words[-2], words[-1]]
    head = words[-1]
    if head in _HEADS:
        if head == "pass" and len(words) == 1:
            return ""
        return _HEADS[head]
    if head == "key":
        if len(words) > 2 and words[-2] == "access" and "secret" in words:
            return "secret key"
        return _KEYS.get(words[-2], "") if len(words) > 1 else ""
    for ending, kind in _GLUED:
        if head.endswith(ending):
            return kind
    return ""


_HOLE = re.compile(
    r"\$\{|%\{|\{\{|\$\(|`|^__[A-Za-z]\w*__$|^\$\$?[A-Za-z_][\w-]*$|^%[A-Za-z_]\w*%$"
    r"|^<[^>]*>?$|^\[[^\]]*\]$|^@"
)
_ELSEWHERE = re.compile(
    r"^(?:arn:|alias/|ssm:|vault:|secretsmanager:|op://|keyvault|projects/[^/]+/secrets/|file:"
    r"|https?://|s3://|gs://|kms:|sha(?:256|384|512)[:-]|ssh-|ecdsa-|-----BEGIN (?!.*PRIVATE)"
    r"|secret/data/|resolve:|env[:.]|ref[+:])",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"^(?:~|\.{1,2})?/[\w./@+%-]*$|^[A-Za-z]:\\"
    r"|\.(?:pem|key|json|ya?ml|txt|crt|cer|pub|p12|pfx|jks|env|conf|ini)$"
)
_EMPTY = frozenset(
    (
        "null none nil undefined true false yes no on off unset empty n/a na tbd required "
        "optional random auto automatic generated string str text number password passwd secret "
        "token key plaintext files compat systemd"
    ).split()
)
_STAND_IN = re.compile(
    r"change.?(?:me|this|it)|^replace|replace.?(?:me|this|with)|place.?holder|redacted|dummy|^todo|fixme"
    r"|^(?:your|my|the|some|any)[-_ ]|^example|example$|[-_ ]here$|^insert[-_ ]|^fill[-_ ]?in"
    r"|^fake|not[-_]?a?[-_]?(?:real|secret)|^ignored?$|^overrid|^sample|^not[-_ ]?set|will[-_ ]?be"
    r"|^populate|^update.?me|^enter[-_ ]|^put[-_ ]"
    r"|^initial$|^temp$|^mock",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"^(.)\1*$|^[xX]{3}|[*•]{3}|\.\.\.$|^(?:1234567890)?$")
_UUID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"^(?:var|local|data|module|each|self|path|terraform|count|env|process\.env|secrets|params)"
    r"\.[\w.\[\]\"*-]+$|^(?:aws|google|azurerm|azuread|random|vault|kubernetes|tls)_\w+\.[\w.\[\]\"*-]+$"
    r"|^\w+(?:\.\w+)*\([^)]*\)?$"
)
_ADDRESS = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?::\S*)?$")
_SLOT = re.compile(r"[a-z0-9_.%{}-]+(?:/[a-z0-9_.%{}-]+)+")
_NAME_LIKE = re.compile(r"^[a-z]+(?:[-_./:][a-z0-9]+)*$|^[A-Z]+(?:[_-][A-Z0-9]+)*$|^[A-Z]?[a-z]+$")

_MADE = re.compile(r"^django-insecure-.{20}|[-_./:](?=[a-f]*[0-9])[0-9a-f]{32,}$")
"""What a generator made, though it reads like a name."""


def refers(value: str) -> bool:
    """Tell whether a value is empty, or only says where the secret is: a template hole, a
    reference, an ARN, a path, a slot in a store (``app/db_password``), a public key."""
    return (
        not value.strip()
        or value.lower() in ("null", "none", "true", "false")
        or _HOLE.search(value) is not None
        or _ELSEWHERE.search(value) is not None
        or _PATH.search(value) is not None
        or _REFERENCE.search(value) is not None
        or (_SLOT.fullmatch(value) is not None and meaning(value.rpartition("/")[2]) != "")
    )


def stands_in(value: str) -> bool:
    """Tell whether people read this value as a placeholder: ``CHANGE_ME``, ``xxxx``."""
    return (
        value.lower() in _EMPTY
        or _REPEATED.search(value) is not None
        or _STAND_IN.search(value) is not None
    )


def plausible(value: str, kind: str) -> bool:
    """Tell whether a literal under a name that means ``kind`` is likely to be the secret itself.

    Passwords are short and come in any shape; for tokens, keys and the like a value that
    reads like the name of a thing (``my-secret``) is one.
    """
    if refers(value) or stands_in(value) or re.search(r"\s", value):
        return False
    if kind == "password":
        return len(value) >= 4
    if kind == "encryption key" and _UUID.search(value):
        return False
    if _ADDRESS.search(value):
        return False
    named = _NAME_LIKE.search(value) is not None and _MADE.search(value) is None
    return len(value) >= 8 and not named


_COMMON = frozenset(
    (
        "admin administrator app application backend data database db default demo dev "
        "development example guest local localhost main master mysql postgres postgresql prod "
        "production public read redis root service staging system terraform test testing user "
        "username write"
    ).split()
)


def ordinary(value: str) -> bool:
    """Tell whether a value is a common word that is found in any text (``postgres``).

    Such a value can be a secret that is exposed, but to hide it everywhere would take more
    from the reports than it protects.
    """
    lower = value.lower()
    return lower in _EMPTY or lower in _COMMON
