"""ACM: certificates, from one search; where that is not offered, from the plain listing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Certificate, Fact, Unknown
from auditor_aws.api import Api, told
from auditor_aws.refusals import Refused
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources import model
from auditor_resources.translate.aws_certificates import key_of, renewal_of

KEYS = (
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
)
"""All key algorithms: the plain listing shows RSA of up to 2,048 bits unless asked (ACM API)."""
_KIND = "aws_acm_certificate"
_WAITING = ("PENDING_VALIDATION", "VALIDATION_TIMED_OUT", "FAILED")


def certificates(api: Api) -> Iterator[Fact]:
    """Yield every certificate with its clock, its key, its renewal and its use."""
    try:
        found = list(api.pages("acm", "search_certificates", "Results"))
    except Refused as error:
        api.note(error)
        why = error.unknown
        listed = api.pages(
            "acm", "list_certificates", "CertificateSummaryList", Includes={"keyTypes": list(KEYS)}
        )
        for item in listed:
            names = item.get("SubjectAlternativeNameSummaries") or [item["DomainName"]]
            yield from _facts(api, item, item, tuple(names), why)
        return
    for item in found:
        content = {
            "CertificateArn": item["CertificateArn"],
            **(item.get("X509Attributes") or {}),
            **(dig(item, "CertificateMetadata", "AcmCertificateMetadata") or {}),
        }
        names = [
            name["DnsName"]
            for name in content.get("SubjectAlternativeNames") or ()
            if "DnsName" in name
        ]
        yield from _facts(api, item, content, tuple(names), None)


def _facts(
    api: Api,
    item: Item,
    content: dict[str, Any],
    names: tuple[str, ...],
    untold: model.Unknown | None,
) -> Iterator[Fact]:
    """``untold`` is why the answer lacks what only the search tells.

    Of one that nothing uses just that is said, and what its key is: nobody misses it when it
    ends, and ACM renews none of them.
    """
    arn, status, kind = content["CertificateArn"], content["Status"], content["Type"]
    name = (
        content.get("DomainName") or dig(content, "Subject", "CommonName") or next(iter(names), "")
    )
    in_use = _in_use(content, status)
    idle = in_use is False
    ended = "expired " if status == "EXPIRED" else ""
    subject = f"{ended}ACM certificate {name}".strip()
    for setting, value in {
        "certificate_issued": status not in _WAITING,
        "certificate_in_use": in_use,
        "certificate_renewal_sound": None if idle else _renewal_sound(content, untold),
    }.items():
        if value is not None:
            yield api.setting(_KIND, arn, subject, setting, value, item)
    if status in ("REVOKED", "INACTIVE", *_WAITING):
        return
    algorithm, bits = _key(content)
    validation = content.get("ValidationMethod") or told(untold)
    yield Certificate(
        origin=api.origin(_KIND, arn, item),
        subject="ACM certificate",
        name=name,
        names=names or None,
        not_before=None if idle else content.get("NotBefore"),
        not_after=None if idle else content.get("NotAfter"),
        key_algorithm=algorithm,
        key_bits=bits,
        public_trust=kind == "AMAZON_ISSUED" or None,
        renewal=None if idle else _renewal(content, kind, validation),
        validation=validation if kind == "AMAZON_ISSUED" else None,
    )


def _key(content: dict[str, Any]) -> tuple[str | None, int | Unknown | None]:
    named = content.get("KeyAlgorithm")
    return key_of(named.replace("-", "_")) if named else (None, None)


def _renewal(content: dict[str, Any], kind: str, validation: Any) -> Any:
    """Say who renews: ACM what it issued and still can, the client of an ACME endpoint what was
    issued there, people the rest."""
    if content.get("CertificateKeyPairOrigin") == "ACME":
        return "automatic"
    if kind == "IMPORTED" or content.get("RenewalEligibility") == "INELIGIBLE":
        return "manual"
    if kind == "PRIVATE":
        return "automatic"
    return renewal_of(validation) if isinstance(validation, str) else validation


def _in_use(content: dict[str, Any], status: str) -> bool | None:
    """Say whether another service uses it; one that was exported, or issued to an ACME client, may
    be used anywhere."""
    elsewhere = (
        content.get("Exported")
        or content.get("ExportOption") == "ENABLED"
        or content.get("CertificateKeyPairOrigin") == "ACME"
    )
    if status not in ("ISSUED", "EXPIRED") or elsewhere:
        return None
    in_use = content.get("InUse")
    return in_use if isinstance(in_use, bool) else None


def _renewal_sound(
    content: dict[str, Any], untold: model.Unknown | None
) -> bool | model.Unknown | None:
    if content["Type"] == "IMPORTED" or content["Status"] != "ISSUED":
        return None
    if untold is not None:
        return untold
    state = content.get("RenewalStatus")
    return None if state is None else state not in ("FAILED", "PENDING_VALIDATION")


SERVICE = Service(
    name="acm",
    reach=Reach.REGIONAL,
    operations=("acm:SearchCertificates", "acm:ListCertificates"),
    parts=(certificates,),
)
