"""Whose a credential is, and which keys somebody has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.answers import Answer
from auditor.checking import Outcome, SettingsT, Verdict, View
from auditor.facts import Credential, Unknown


def owned(credential: Credential) -> str:
    """Return the credential with its owner's name, where known: ``access key of deploy``."""
    owner = credential.principal
    if isinstance(owner, Unknown) or not owner:
        return credential.subject
    return f"{credential.subject} of {owner.rpartition('/')[2].rpartition(':')[2]}"


def failure(credential: Credential, message: str, at: str) -> Iterator[Verdict]:
    """Fail it, unless it is not known whether the credential is active at all."""
    active = credential.active
    if isinstance(active, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{message}, if it is active: {active.reason}", at)
    else:
        yield Verdict(Outcome.FAIL, message, at)


Keys = Mapping[str | None, Sequence[Answer]]
"""By owner, whether each of his access keys is active; None stands for owners not known."""

_last: tuple[Sequence[Credential], Keys] = ((), {})


def keys_by_owner(view: View[SettingsT]) -> Keys:
    """Return the access keys in the check's span; those that tell no state are left out.

    They are grouped once for all the principals that are judged one after the other.
    """
    global _last
    credentials = view.all(Credential)
    grouped_of, grouped = _last
    if grouped_of is not credentials:
        grouped = _grouped(credentials)
        _last = (credentials, grouped)
    return grouped


def _grouped(credentials: Sequence[Credential]) -> Keys:
    keys: dict[str | None, list[Answer]] = {}
    for credential in credentials:
        if credential.form == "access key" and credential.active is not None:
            owner = credential.principal
            known = None if isinstance(owner, Unknown) else owner
            keys.setdefault(known, []).append(credential.active)
    return keys
