"""Joins between service accounts of a cluster and the principals of a cloud."""

from __future__ import annotations

from typing import Any

from auditor.checking import View
from auditor.facts import Principal
from auditor_checks.access._holders import account_of_arn

AT = "cloud_identity"


def address_of(principal: Principal) -> str:
    """Key for :meth:`auditor.checking.View.by`."""
    return principal.origin.address


def account_audited(role: str, view: View[Any]) -> bool:
    """Say whether the roles of the AWS account that an ARN lies in were listed in this run."""
    account = account_of_arn(role)
    return bool(account) and account in view.by(Principal, _account)


def _account(principal: Principal) -> str:
    return account_of_arn(principal.origin.address) if principal.form == "role" else ""
