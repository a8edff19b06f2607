"""A part of Kubernetes that is newer than its API server, or too much older.

Why it matters
    Only releases that lie close together are tested with each other. A kubelet that is newer than
    the server, or too old for it, misreads fields it does not know: pods hang, and the next upgrade
    of the server breaks the node.

Verdicts
    A kubelet or kube-proxy may be as new as the API server and up to three minor releases older
    (two for those before 1.25); a controller manager or scheduler one. FAIL outside of that, PASS
    within. UNKNOWN when the version of either could not be had.

How to mend it
    Upgrade the server first, then bring its nodes to the same release.

    Drain a node, upgrade its kubelet, and let it in again; managed node groups and node pools do
    all three by themselves:

        kubectl drain NODE --ignore-daemonsets --delete-emptydir-data
        kubectl uncordon NODE

Sources
    Version skew policy, https://kubernetes.io/releases/version-skew-policy/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Component, Unknown
from auditor_checks.patching._releases import Release, named, release_of, server_release

_MOST_OLDER = {
    "kubelet": 3,
    "kube-proxy": 3,
    "kube-controller-manager": 1,
    "kube-scheduler": 1,
}
"""Minor releases that a part may lie behind, by the subject of its component."""
_FIRST_OF_THREE = (1, 25)


def judge(component: Component, view: View[Settings]) -> Iterator[Verdict]:
    """Compare a part's release with the server's."""
    subject, version, at = component.subject, component.version, "version"
    if component.origin.provider != "kubernetes" or subject not in _MOST_OLDER:
        return
    server = server_release(view)
    if server is None:
        server = Unknown("the version of the API server was not read")
    own = version if isinstance(version, Unknown) else release_of(version)
    if own is None:
        own = Unknown(f"{version} is no version of Kubernetes")
    unknown = next((one for one in (own, server) if isinstance(one, Unknown)), None)
    if isinstance(own, Unknown) or isinstance(server, Unknown):
        yield Verdict(Outcome.UNKNOWN, unknown.reason if unknown else "", at)
        return
    yield _verdict(subject, own, server)


def _verdict(subject: str, own: Release, server: Release) -> Verdict:
    most = _MOST_OLDER[subject]
    if most == 3 and own < _FIRST_OF_THREE:
        most = 2
    text = f"{subject} has release {named(own)}, the API server {named(server)}"
    if own > server:
        return Verdict(Outcome.FAIL, f"{text}: it must not be newer", "version")
    if own[0] != server[0] or server[1] - own[1] > most:
        return Verdict(Outcome.FAIL, f"{text}: more than {most} minor releases apart", "version")
    return Verdict(Outcome.PASS, text, "version")


CHECK = Check(
    id="patching.version_skew",
    title="Parts of the cluster are too far apart in version",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Component,
    also=(Component,),
    span=Span.SCOPE,
    judge=judge,
    controls=("PATCH-04",),
)
