"""A parameter kept as a plain string in a store that could encrypt it.

Why it matters
    Whoever may read parameters reads this one, and no key policy stands in between. Parameters
    tend to become secret over time, while their type stays what it was.

Verdicts
    PASS when the parameter is kept encrypted; FAIL when it is a plain string; UNKNOWN when the
    type hangs on a value that could not be had.

How to mend it
    Make the parameter a ``SecureString``.

    AWS:

        resource "aws_ssm_parameter" "token" {
          name   = "/api/token"
          type   = "SecureString"
          key_id = aws_kms_key.parameters.arn
          value  = var.token
        }

    The default key lets everybody in the account decrypt who may read the parameter, so choose a
    key of your own where that matters. A parameter that is meant to be public can be waived.

Sources
    Restricting decryption of SecureString parameter values, https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-decryption.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import ManagedSecret


def judge(secret: ManagedSecret, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``encrypted_store``."""
    yield from wanted(
        secret.encrypted_store,
        "encrypted_store",
        f"{secret.subject} is stored encrypted",
        f"{secret.subject} is stored in the clear",
    )


CHECK = Check(
    id="secrets.unencrypted_parameter",
    title="Parameter is stored in the clear",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=ManagedSecret,
    judge=judge,
    controls=("SECR-02",),
    same_as=(
        "CKV2_AWS_34",
        "CKV_AZURE_73",
    ),
)
