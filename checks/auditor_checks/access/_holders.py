"""Principals with all that speaks about their rights, and answers with the path to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from auditor.facts import Principal
from auditor_checks._answers import Answer
from auditor_checks.access._context import ABSENT_KEYS, Context
from auditor_checks.access._readings import Policy

_SERVICE_ROLES = (":role/aws-service-role/",)
_SIGN_ON_ROLES = (":role/aws-reserved/",)


class Decision(Struct, frozen=True):
    """An answer and the path that gives it: ``group admins → policy X (statement 1)``."""

    answer: Answer
    path: str = ""


NO = Decision(False)


class Held(Struct, frozen=True):
    """A policy and the group, if any, through which a principal holds it."""

    policy: Policy
    name: str
    group: str = ""

    def path(self, statement: str) -> str:
        """Say how the right comes to its holder."""
        through = f"group {self.group} → " if self.group else ""
        shown = f" ({statement})" if statement else ""
        return f"{through}{self.name}{shown}"


class Holder:
    """A user, group or role with everything that speaks about its rights."""

    __slots__ = (
        "address",
        "boundary",
        "context",
        "equal",
        "fact",
        "groups",
        "handing_out",
        "key",
        "policies",
    )

    def __init__(
        self,
        fact: Principal,
        policies: tuple[Held, ...],
        boundary: Policy | None,
        ceilings: Iterable[Policy] = (),
    ) -> None:
        self.fact = fact
        self.address = fact.origin.address
        self.policies = policies
        self.boundary = boundary
        self.context = _context(fact)
        groups = fact.member_of
        self.groups = groups if isinstance(groups, tuple) else ()
        self.handing_out: Mapping[str, str | None] = {
            "iam:policyarn": self.arn("arn:{partition}:iam::aws:policy/AdministratorAccess")
        }
        """The condition keys of its request to hand out administration."""
        read = [held.policy for held in policies] + ([boundary] if boundary else [])
        wanted = sorted({key for policy in (*read, *ceilings) for key in policy.keys})
        self.key = (
            fact.form,
            fact.origin.scope,
            tuple((id(held.policy), held.name, held.group) for held in policies),
            id(boundary),
            tuple(self.context.get(key) for key in wanted),
        )
        """Holders with equal keys get equal answers."""
        self.equal = 0
        """The number of its key within its account."""

    @property
    def label(self) -> str:
        """``user alice``."""
        return f"{self.fact.form} {self.fact.name}"

    @property
    def account(self) -> str:
        """The account's number, as its ARN has it."""
        return account_of_arn(self.address)

    def arn(self, pattern: str) -> str:
        """Put the partition and account into ``arn:{partition}:iam::{account}:role/*``."""
        partition = self.address.split(":", 2)[1] if self.address.startswith("arn:") else "aws"
        return pattern.format(partition=partition, account=self.account)

    def unmodifiable(self) -> bool:
        """Say whether the provider lets nobody in the account change it."""
        return self.fact.provider_managed or any(
            part in self.address for part in (*_SERVICE_ROLES, *_SIGN_ON_ROLES)
        )


def _context(fact: Principal) -> Context:
    address = fact.origin.address
    account = account_of_arn(address)
    user = fact.form == "user"
    known: dict[str, str | None] = dict.fromkeys(ABSENT_KEYS)
    known |= {
        "aws:principalaccount": account,
        "aws:principalarn": address,
        "aws:principalisawsservice": "false",
        "aws:principaltype": "User" if user else "AssumedRole",
        "aws:resourceaccount": account,
        "aws:username": fact.name if user else None,
        "aws:viaawsservice": "false",
    }
    return known


def account_of_arn(address: str) -> str:
    """Return the account in an ARN, or an empty string."""
    parts = address.split(":", 5)
    return parts[4] if len(parts) == 6 else ""
