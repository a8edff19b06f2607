"""ACM PCA: private certificate authorities."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Certificate, Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import dig
from auditor_resources.translate.aws_certificates import key_of

_KIND = "aws_acmpca_certificate_authority"
_SUBJECT = "private certificate authority"


def authorities(api: Api) -> Iterator[Fact]:
    """Yield every authority that is in use or could be; deleted ones have no clock."""
    for item in api.pages(
        "acm-pca", "list_certificate_authorities", "CertificateAuthorities", ResourceOwner="SELF"
    ):
        if item["Status"] not in ("ACTIVE", "DISABLED", "EXPIRED"):
            continue
        arn = item["Arn"]
        settings = item["CertificateAuthorityConfiguration"]
        named = settings["KeyAlgorithm"]
        yield api.setting(_KIND, arn, _SUBJECT, "post_quantum", named.startswith("ML_DSA"), item)
        classic = not named.startswith(("ML_DSA", "SM2"))
        algorithm, bits = key_of(named) if classic else (None, None)
        signature = settings["SigningAlgorithm"].partition("WITH")
        yield Certificate(
            origin=api.origin(_KIND, arn, item),
            subject=_SUBJECT,
            name=dig(settings, "Subject", "CommonName") or arn.rpartition("/")[2],
            serial=item.get("Serial"),
            not_before=item.get("NotBefore"),
            not_after=item.get("NotAfter"),
            key_algorithm=algorithm,
            key_bits=bits,
            signature_algorithm=signature[0].lower() if signature[1] else None,
            authority=True,
            self_signed=item["Type"] == "ROOT",
            public_trust=False,
        )


SERVICE = Service(
    name="acmpca",
    reach=Reach.REGIONAL,
    operations=("acm-pca:ListCertificateAuthorities",),
    parts=(authorities,),
)
