"""Which conditions hold a grant to people or places that its author chose.

The keys follow what AWS documents as making a policy non-public (S3 User Guide, "The
meaning of public") and as preventing the confused deputy (IAM User Guide).
"""

from __future__ import annotations

import re

from auditor.answers import Answer, all_of
from auditor.facts import Condition, Unknown
from auditor_checks._networks import versions_open

SERVICE_KEYS = frozenset(
    {
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "kms:calleraccount",
        "lambda:eventsourcetoken",
    }
)
"""Keys that tie a service's call to the resource or account it acts for."""

PRINCIPAL_KEYS = SERVICE_KEYS | {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceip",
    "aws:sourcevpcarn",
    "aws:userid",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "ec2:sourceinstancearn",
    "elasticfilesystem:accessedviamounttarget",
    "elasticfilesystem:accesspointarn",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}
"""Keys that tie a caller to an account, an organisation or a network."""

CIRCUMSTANCE_KEYS = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:multifactorauthage",
        "aws:multifactorauthpresent",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:useragent",
    }
)
"""Keys about how or when a call is made: they leave the reach of a grant as it is."""

_KEY_PREFIXES = ("kms:encryptioncontext:",)
_POSITIVE = frozenset(
    {
        "arnequals",
        "arnlike",
        "bool",
        "ipaddress",
        "stringequals",
        "stringequalsignorecase",
        "stringlike",
    }
)
_NEGATIVE = frozenset(
    {
        "arnnotequals",
        "arnnotlike",
        "notipaddress",
        "stringnotequals",
        "stringnotequalsignorecase",
        "stringnotlike",
    }
)
_NOTHING_FIXED = re.compile(r"((o|vpc|vpce)-|(repo|project_path|organization):)?[*?]+.*|")
_WIDEST_IPV4 = 8
_WIDEST_IPV6 = 32


def narrows(condition: Condition, keys: frozenset[str]) -> Answer:
    """Say whether a condition of an allow holds it to what the author chose.

    ``…IfExists`` and ``ForAllValues:`` do not, for they let a request without the key pass;
    neither does a value that is a wildcard. Without any value the condition is never met.
    """
    return _tied(
        condition, keys, _POSITIVE, condition.operator.lower().removeprefix("foranyvalue:")
    )


def spares_only(condition: Condition, keys: frozenset[str]) -> Answer:
    """Say whether a condition of a deny lets only those through that the author chose."""
    plain = condition.operator.lower().removeprefix("forallvalues:").removesuffix("ifexists")
    return _tied(condition, keys, _NEGATIVE, plain)


def _tied(
    condition: Condition, keys: frozenset[str], operators: frozenset[str], operator: str
) -> Answer:
    key, values = condition.key.lower(), condition.values
    if (operator and operator not in operators) or (
        key and key not in keys and not key.startswith(_KEY_PREFIXES)
    ):
        return False
    if isinstance(values, Unknown):
        return values
    if not operator or not key:
        return False
    return all_of(_fixed_value(key, value) for value in values)


def _fixed_value(key: str, value: str) -> bool:
    if key.endswith(":accessedviamounttarget"):
        return value.lower() == "true"
    if key == "aws:sourceip":
        return not versions_open(value, _WIDEST_IPV4, _WIDEST_IPV6)
    parts = value.split(":", 5)
    if value.lower().startswith("arn:") and len(parts) == 6:
        account, resource = parts[4], parts[5]
        if account:
            return not re.search(r"[*?]", account)
        return not _NOTHING_FIXED.fullmatch(resource)
    return not _NOTHING_FIXED.fullmatch(value)
