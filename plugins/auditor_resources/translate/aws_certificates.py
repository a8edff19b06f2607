"""Certificates in ACM and IAM."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from auditor.facts import Certificate, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import settings
from auditor_resources.translate._base import Answer, Context, present, text, translates
from auditor_resources.translate._tables import among
from auditor_resources.translate._x509 import read_pem


@translates("aws_acm_certificate")
def managed(resource: Resource, context: Context) -> Iterator[Fact]:
    """ACM renews what it issued itself, unattended when the names are proved by DNS.

    A certificate that was imported, or is proved by mail, needs a person each time
    (ACM user guide, *Managed certificate renewal*). One of a private CA needs no proof.
    """
    body = resource.body
    imported = present(body, "private_key", "certificate_body")
    if imported.value is True:
        yield written(resource, context, "ACM certificate", imported)
        return
    private = present(body, "certificate_authority_arn")
    validation = text(body, "validation_method")
    if private.value is True:
        renewal = Answer("automatic", private.place)
    else:
        renewal = validation.map(renewal_of)
    yield context.fact(
        Certificate,
        resource,
        "ACM certificate",
        name=_name(resource, "domain_name"),
        answers={"renewal": renewal, "validation": validation, **_key(body)},
    )
    if private.value is not True:
        logged = among("options.certificate_transparency_logging_preference", ("ENABLED",), None)
        yield from settings(
            context, resource, "ACM certificate", {"certificate_transparency": logged(body)}
        )


def _key(body: Body) -> dict[str, Answer]:
    """Return algorithm and size of the key; nobody named one: RSA of 2,048 bits (ACM API,
    *RequestCertificate*)."""
    named = text(body, "key_algorithm", "RSA_2048")
    if not isinstance(named.value, str):
        return {"key_algorithm": named, "key_bits": named}
    algorithm, bits = key_of(named.value)
    return {
        "key_algorithm": Answer(algorithm, named.place),
        "key_bits": Answer(bits, named.place),
    }


def key_of(name: str) -> tuple[str, int | Unknown]:
    """Return algorithm and bits of what ACM calls ``RSA_2048`` or ``EC_prime256v1``."""
    algorithm, _, size = name.partition("_")
    bits = re.search(r"\d{3,}", size)
    return algorithm, int(bits[0]) if bits else Unknown(f"key algorithm {name} is not known")


def renewal_of(method: str) -> Literal["automatic", "manual"] | Unknown:
    """Say who renews a certificate that ACM issued, by how its names are proved."""
    known: dict[str, Literal["automatic", "manual"]] = {
        "DNS": "automatic",
        "HTTP": "automatic",
        "EMAIL": "manual",
    }
    return known.get(method.upper()) or Unknown(f"validation method {method} is not known")


@translates("aws_iam_server_certificate")
def uploaded(resource: Resource, context: Context) -> Iterator[Fact]:
    """A certificate kept in IAM, which renews nothing."""
    yield written(resource, context, "IAM server certificate", Answer("manual"))


def written(resource: Resource, context: Context, subject: str, why: Answer) -> Certificate:
    """Return the certificate whose text is in ``certificate_body``; it needs a person to renew."""
    body = text(resource.body, "certificate_body")
    fields: dict[str, Any] = {}
    if isinstance(body.value, str):
        fields = read_pem(body.value) or {"not_after": Unknown("certificate_body is unreadable")}
    elif body.value is not None:
        fields = {"not_after": body.value}
    name = fields.pop("name", "") or _name(resource, "domain_name", "name", "name_prefix")
    answers = {key: Answer(value, body.place) for key, value in fields.items()}
    answers["renewal"] = Answer("manual", why.place)
    return context.fact(Certificate, resource, subject, name=name, answers=answers)


def _name(resource: Resource, *attributes: str) -> str:
    for attribute in attributes:
        value = text(resource.body, attribute).value
        if isinstance(value, str) and value:
            return value
    return resource.name
