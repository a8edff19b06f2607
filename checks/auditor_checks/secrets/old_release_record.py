"""A Helm release that has not been renewed for long.

Why it matters
    Helm keeps the manifests and values of every release in a Secret, passwords that were given as
    values among them. A release that nobody has touched for a year is also a version that nobody
    has mended for a year.

Verdicts
    FAIL when the record of the deployed revision is older than ``max_days`` (365); PASS when it is
    younger. Records of superseded revisions are not judged. UNKNOWN when the type could not be
    read.

How to mend it
    Bring the release up to date, or uninstall it with its history.

        helm list --all-namespaces --date
        helm upgrade NAME CHART --version NEW --history-max 5

Sources
    Helm: storage backends, https://helm.sh/docs/topics/advanced/#storage-backends
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import SecretObject, Unknown
from auditor_checks._ages import age_days, counted
from auditor_checks.secrets._objects import HELM


class ReleaseSettings(Settings, frozen=True, kw_only=True):
    """Days that a release may stay as it is."""

    max_days: int = 365


def judge(secret: SecretObject, view: View[ReleaseSettings]) -> Iterator[Verdict]:
    """Weigh the age of the deployed revision."""
    if isinstance(secret.type, Unknown):
        yield Verdict(Outcome.UNKNOWN, secret.type.reason, "type")
        return
    if secret.type != HELM or secret.created is None or secret.labels.get("status") != "deployed":
        return
    days, most = age_days(secret.created, view.moment), view.settings.max_days
    release = secret.labels.get("name", secret.name)
    text = f"Helm release {release} was last deployed {counted(days, 'day')} ago"
    outcome = Outcome.FAIL if days > most else Outcome.PASS
    yield Verdict(outcome, f"{text}; at most {most} are wanted", "created")


CHECK = Check(
    id="secrets.old_release_record",
    title="Helm release has not been renewed for long",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=SecretObject,
    judge=judge,
    settings=ReleaseSettings,
    controls=("SECR-02", "PATCH-04"),
)
