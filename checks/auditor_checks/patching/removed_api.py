"""A manifest or controller that uses a version of the API that is no longer served.

Why it matters
    The cluster refuses the object: the deployment fails, or a controller stops doing its work on
    the day of the upgrade, and what it kept alive is not kept any more.

Verdicts
    FAIL when the version is gone in the target release (data file ``deprecated_apis``): the one in
    ``target_version``, else the newest that is out, and for what is found in a cluster the release
    after its own. PASS when it is served there. In a cluster the managed fields tell who writes
    with which version: NOT APPLICABLE when the version is gone there already, or the manager has
    not written for ``recent_days`` (180). UNKNOWN when a version is not known. APIs of extensions
    are not judged.

How to mend it
    Write the object in the version that takes its place, before the upgrade.

        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}

    ``kubectl convert -f FILE --output-version GROUP/VERSION`` rewrites a file; look at renamed
    fields yourself. Update charts and operators that still write the old version.

Sources
    Deprecated API migration guide, https://kubernetes.io/docs/reference/using-api/deprecation-guide/
    Kubernetes deprecation policy, https://kubernetes.io/docs/reference/using-api/deprecation-policy/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Severity, Span, Verdict, View
from auditor.facts import ApiUse, Component, Unknown
from auditor_checks.patching._apis import (
    TargetSettings,
    as_of,
    described,
    fate_of,
    instead,
    past,
    target,
)
from auditor_checks.patching._releases import named


def judge(use: ApiUse, view: View[TargetSettings]) -> Iterator[Verdict]:
    """Compare the release that removes the version with the target."""
    if isinstance(use.version, Unknown):
        yield Verdict(Outcome.UNKNOWN, use.version.reason, "version")
        return
    fate = fate_of(use)
    if fate is None:
        return
    if isinstance(fate, Unknown):
        yield Verdict(Outcome.UNKNOWN, fate.reason, "version")
        return
    release = target(use, view)
    what = described(use)
    if fate.removed is None:
        yield Verdict(Outcome.PASS, f"{what}, not to be removed as of {as_of()}", "version")
    elif past(use, fate, view):
        text = f"{what}: {past(use, fate, view)}"
        yield Verdict(Outcome.NOT_APPLICABLE, text, "version")
    elif isinstance(release, Unknown):
        yield Verdict(Outcome.UNKNOWN, release.reason, "version")
    elif fate.removed <= release:
        text = f"{what}, gone since {named(fate.removed)} (target: {named(release)})"
        yield Verdict(Outcome.FAIL, text + instead(fate), "version")
    else:
        text = f"{what}, which is served until {named(fate.removed)}"
        yield Verdict(Outcome.PASS, text, "version")


CHECK = Check(
    id="patching.removed_api",
    title="API version is no longer served",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=ApiUse,
    also=(Component,),
    span=Span.SCOPE,
    judge=judge,
    settings=TargetSettings,
    controls=("PATCH-04",),
    same_as=(
        "KSV-0107",
        "AVD-KSV-0107",
        "kics:Object Is Using A Deprecated API Version",
        "no-extensions-v1beta",
        "stable-version",
        "check-deprecated-apis",
        "verifydeprecatedapi",
    ),
)
