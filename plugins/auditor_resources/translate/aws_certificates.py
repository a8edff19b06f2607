"""Certificates in ACM and IAM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Certificate, Fact, Unknown
from auditor_resources.model import Resource
from auditor_resources.translate._base import Answer, Context, present, text, translates
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
        renewal = validation.map(_renewal)
    yield context.fact(
        Certificate,
        resource,
        "ACM certificate",
        name=_name(resource, "domain_name"),
        answers={"renewal": renewal, "validation": validation},
    )


def _renewal(method: str) -> str | Unknown:
    known = {"DNS": "automatic", "HTTP": "automatic", "EMAIL": "manual"}
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
