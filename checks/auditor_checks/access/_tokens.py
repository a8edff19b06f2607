"""Whether the pods of a workload are handed a token of their service account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from auditor.answers import Answer
from auditor.checking import View
from auditor.facts import Listing, ServiceAccount, Unknown, Workload
from auditor.nearness import apart
from auditor.rbac.routes import runs_as
from auditor_checks._cluster import named, unseen

TOKENS = (ServiceAccount, Listing)
"""Kinds of facts that :func:`mounted` needs in ``also``."""


class Mounted(NamedTuple):
    """The answer, and what decides it, for people."""

    answer: Answer
    why: str


def mounted(workload: Workload, view: View[Any]) -> Mounted:
    """Say whether a token is put into the pods: the pod decides, else its service account, else
    the API's default, which is yes. Pods that a node starts by itself get none.

    Source: Kubernetes documentation, *Configure Service Accounts for Pods*.
    """
    if workload.static:
        return Mounted(False, "is started by its node, without a token")
    written = workload.mounts_token
    if isinstance(written, Unknown):
        return Mounted(written, written.reason)
    if written is not None:
        what = "asks for" if written else "refuses"
        return Mounted(written, f"{what} a token of its service account")
    identity = runs_as(workload)
    if identity is None:
        account = workload.service_account
        hole = account if isinstance(account, Unknown) else Unknown("its account is not known")
        return Mounted(hole, hole.reason)
    placed = view.by(ServiceAccount, named).get((identity.namespace, identity.name), ())
    found = [
        account
        for account in placed or homeless(view).get(identity.name, ())
        if not apart(workload, account)
    ]
    for candidate in found:
        if candidate.automount is False:
            return Mounted(False, f"is given no token by {identity}")
        if isinstance(candidate.automount, Unknown):
            return Mounted(candidate.automount, candidate.automount.reason)
    if not found and workload.live:
        hidden = unseen(view, "serviceaccounts")
        if hidden is not None:
            return Mounted(hidden, hidden.reason)
    return Mounted(True, f"is given a token of {identity}, since nothing refuses it")


def homeless(view: View[Any]) -> Mapping[str, Sequence[ServiceAccount]]:
    """Return by name the service accounts whose manifests leave the namespace to whoever applies
    them: they may be the ones that others name with their namespace."""
    return view.by(ServiceAccount, _name)


def _name(account: ServiceAccount) -> str:
    """Key for :meth:`auditor.checking.View.by`; empty where the namespace is written."""
    return "" if account.namespace_written else account.name
