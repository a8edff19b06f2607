"""A container whose user has a low number, or none that is written.

Why it matters
    Users are the same numbers inside and outside of a container. A process that gets out as user
    1000 owns the files of whoever has that number on the node.

Verdicts
    FAIL when ``runAsUser`` is below ``least_user_id`` (10000) or not written; PASS from there up.
    UNKNOWN when the value could not be had. Pods for Windows nodes are not judged.

How to mend it
    Run as a user with a high number.

        securityContext:
          runAsUser: 10001
          runAsGroup: 10001

Sources
    Kubernetes: configure a security context, https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    Kubernetes: user namespaces, https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks.workloads._questions import Question, each_container


class UserSettings(Settings, frozen=True, kw_only=True):
    """The lowest number of a user that no node is likely to have."""

    least_user_id: int = 10_000


def judge(workload: Workload, view: View[UserSettings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, partial(_ask, least=view.settings.least_user_id))


def _ask(container: Container, least: int) -> Iterator[Question]:
    user, good = container.user, f"runs as a user from {least} up"
    if isinstance(user, Unknown):
        yield Question(user, "user", "", good)
    else:
        bad = "names no user by number" if user is None else f"runs as user {user}, below {least}"
        yield Question(user is None or user < least, "user", bad, good)


CHECK = Check(
    id="workloads.low_user_id",
    title="Container's user may be one of its node's",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    settings=UserSettings,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_40",
        "KSV-0020",
        "AVD-KSV-0020",
        "C-0013",
        "container-security-context-user-group-id",
        "gatekeeper:users",
        "kics:Container Running With Low UID",
    ),
)
