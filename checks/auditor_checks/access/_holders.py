"""Principals with all that speaks about their rights, and answers with the path to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from auditor.answers import Answer
from auditor.facts import Principal
from auditor_checks.access._context import ABSENT_KEYS, Context
from auditor_checks.access._readings import Policy

_IAM_REGIONS = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
"""By partition: the region that every request to IAM is made to, wherever it comes from."""
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
        "iam_context",
        "key",
        "policies",
    )

    def __init__(
        self,
        fact: Principal,
        policies: tuple[Held, ...],
        boundary: Policy | None,
        ceilings: Iterable[Policy] = (),
        moment: datetime | None = None,
    ) -> None:
        self.fact = fact
        self.address = fact.origin.address
        self.policies = policies
        self.boundary = boundary
        self.context = _context(fact, moment)
        region = _IAM_REGIONS.get(self.arn("{partition}"))
        self.iam_context: Context = {
            **self.context,
            **({"aws:requestedregion": region} if region else {}),
        }
        """What is known of its requests to IAM."""
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

    def context_of(self, action: str) -> Context:
        """Return what is known of its requests for an action."""
        return self.iam_context if action.startswith("iam:") else self.context

    def unmodifiable(self) -> bool:
        """Say whether the provider lets nobody in the account change it."""
        return self.fact.provider_managed or any(
            part in self.address for part in (*_SERVICE_ROLES, *_SIGN_ON_ROLES)
        )


def _context(fact: Principal, moment: datetime | None) -> Context:
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
    if moment is not None:
        known |= {"aws:currenttime": moment.isoformat(), "aws:epochtime": moment.isoformat()}
    return known


def account_of_arn(address: str) -> str:
    """Return the account in an ARN, or an empty string."""
    parts = address.split(":", 5)
    return parts[4] if len(parts) == 6 else ""
