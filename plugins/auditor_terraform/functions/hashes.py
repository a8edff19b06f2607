"""Hash functions and what only apply can tell."""

from __future__ import annotations

import base64
import hashlib
import uuid

from auditor_resources.model import Unknown, Value
from auditor_resources.values import Failed
from auditor_terraform.functions.registry import function

_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


@function("md5", "s")
def md5(text: str) -> Value:
    """Return the MD5 digest in hexadecimal."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@function("sha1", "s")
def sha1(text: str) -> Value:
    """Return the SHA-1 digest in hexadecimal."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@function("sha256", "s")
def sha256(text: str) -> Value:
    """Return the SHA-256 digest in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@function("sha512", "s")
def sha512(text: str) -> Value:
    """Return the SHA-512 digest in hexadecimal."""
    return hashlib.sha512(text.encode()).hexdigest()


@function("base64sha256", "s")
def base64_sha256(text: str) -> Value:
    """Return the SHA-256 digest in Base64."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@function("base64sha512", "s")
def base64_sha512(text: str) -> Value:
    """Return the SHA-512 digest in Base64."""
    return base64.b64encode(hashlib.sha512(text.encode()).digest()).decode()


@function("uuidv5", "ss")
def uuid_v5(namespace: str, name: str) -> Value:
    """Return the name-based UUID."""
    space = _NAMESPACES.get(namespace)
    if space is None:
        try:
            space = uuid.UUID(namespace)
        except ValueError:
            raise Failed("the namespace is no UUID") from None
    return str(uuid.uuid5(space, name))


@function("uuid", "")
def random_uuid() -> Value:
    """Return Unknown: it differs in every run."""
    return Unknown("known after apply: uuid()")


@function("bcrypt", "sn?")
def bcrypt(text: str, *cost: int) -> Value:
    """Return Unknown: its salt differs in every run."""
    return Unknown("known after apply: bcrypt()")


@function("rsadecrypt", "ss")
def rsa_decrypt(text: str, key: str) -> Value:
    """Return Unknown: secrets are not decrypted."""
    return Unknown("rsadecrypt is not evaluated")
