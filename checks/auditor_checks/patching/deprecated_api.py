"""A manifest or controller that uses a version of the API whose end is announced.

Why it matters
    It works today and stops with an upgrade that is already in the calendar. There are always more
    users of the old version than anybody remembers.

Verdicts
    FAIL when the version is deprecated in the target release but still served (data file
    ``deprecated_apis``; for the target, and for what is not applicable, see
    ``patching.removed_api``). PASS when it is not deprecated, or is gone already, which is the
    matter of ``patching.removed_api``. UNKNOWN when a version is not known. APIs of extensions are
    not judged.

How to mend it
    Write the object in the version that takes its place.

        apiVersion: resource.k8s.io/v1
        kind: ResourceClaim
        metadata: {name: accelerator, namespace: shop}

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
    """Compare the release that deprecates the version with the target."""
    if isinstance(use.version, Unknown):
        yield Verdict(Outcome.UNKNOWN, use.version.reason, "version")
        return
    fate = fate_of(use)
    if fate is None:
        return
    if isinstance(fate, Unknown):
        yield Verdict(Outcome.UNKNOWN, fate.reason, "version")
        return
    what = described(use)
    if fate.deprecated is None:
        yield Verdict(Outcome.PASS, f"{what}, not deprecated as of {as_of()}", "version")
        return
    release = target(use, view)
    if past(use, fate, view):
        text = f"{what}: {past(use, fate, view)}"
        yield Verdict(Outcome.NOT_APPLICABLE, text, "version")
    elif isinstance(release, Unknown):
        yield Verdict(Outcome.UNKNOWN, release.reason, "version")
    elif fate.deprecated > release:
        yield Verdict(Outcome.PASS, f"{what}, not deprecated in {named(release)}", "version")
    elif fate.removed and fate.removed <= release:
        text = f"{what}, which is not only deprecated but gone in {named(release)}"
        yield Verdict(Outcome.PASS, text, "version")
    else:
        end = f" and gone in {named(fate.removed)}" if fate.removed else ""
        text = f"{what}, deprecated since {named(fate.deprecated)}{end}"
        yield Verdict(Outcome.FAIL, text + instead(fate), "version")


CHECK = Check(
    id="patching.deprecated_api",
    title="API version is deprecated",
    severity=Severity.LOW,
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
        "check-deprecated-apis",
        "verifydeprecatedapi",
    ),
)
