"""A Secret of a cluster that nobody has changed for long.

Why it matters
    People who have left, old backups and old logs know what it was. The longer a value stays, the
    more copies of it there are, and the less anybody dares to change it.

Verdicts
    FAIL when the Secret was last written, or made, more than ``max_days`` (365) ago. PASS when it
    was written since. UNKNOWN when the type could not be read. Certificates, tokens, Helm's records
    and Secrets that a controller keeps are not judged: they have an end of their own, or somebody
    who renews them.

How to mend it
    Rotate the value at its source, and let a controller carry it into the cluster from now on.

        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: database}
        spec:
          refreshInterval: 1h
          secretStoreRef: {name: vault, kind: ClusterSecretStore}
          target: {name: database}

Sources
    NIST SP 800-57 Part 1 Rev. 5, section 5.3 (Cryptoperiods), https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
    PCI DSS 4.0.1: 8.6.3, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import SecretObject, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.secrets._objects import of_people


class UnchangedSettings(Settings, frozen=True, kw_only=True):
    """Days that a Secret may stay as it is."""

    max_days: int = 365


def judge(secret: SecretObject, view: View[UnchangedSettings]) -> Iterator[Verdict]:
    """Weigh the days since the last change."""
    since = secret.last_changed or secret.created
    kept = of_people(secret)
    if since is None or kept is False:
        return
    if isinstance(kept, Unknown):
        yield Verdict(Outcome.UNKNOWN, kept.reason, "type")
        return
    days, most = age_days(since, view.moment), view.settings.max_days
    text = f"Secret {secret.name} was last written {counted(days, 'day')} ago"
    outcome = Outcome.FAIL if days > most else Outcome.PASS
    yield Verdict(outcome, f"{text}; at most {most} are wanted", "last_changed")


CHECK = Check(
    id="secrets.long_unchanged",
    title="Secret has stayed the same for too long",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=SecretObject,
    judge=judge,
    settings=UnchangedSettings,
    controls=("SECR-03",),
)
