"""An Ingress that writes into the configuration of its controller.

Why it matters
    A snippet is taken over as it is. Whoever may write an Ingress can thereby have the controller
    read files, its own token among them, which in a usual installation may read every Secret of
    the cluster (CVE-2021-25742); with Lua or ``alias`` directives it runs code or serves any file.

Verdicts
    FAIL for each annotation that holds a snippet. PASS when there is none.

How to mend it
    Say it with the controller's own annotations, and switch snippets off for the whole controller.

        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
        data:
          allow-snippet-annotations: "false"
          annotations-risk-level: High

Sources
    CVE-2021-25742, https://github.com/kubernetes/ingress-nginx/issues/7837
    ingress-nginx, Annotations, https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Route
from auditor_checks._routes import what


def judge(route: Route, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the annotations of an Ingress that hold configuration."""
    if route.origin.kind != "Ingress":
        return
    for key in route.snippets:
        message = f"{what(route)} writes into its controller's configuration with {key}"
        yield Verdict(Outcome.FAIL, message, f"snippets[{key}]")
    if not route.snippets:
        yield Verdict(Outcome.PASS, f"{what(route)} has no snippet", "snippets")


CHECK = Check(
    id="exposure.ingress_snippet",
    title="Ingress writes into its controller's configuration",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Route,
    judge=judge,
    controls=("NET-01", "ACC-02"),
    same_as=(
        "CKV_K8S_152",
        "CKV_K8S_153",
        "CKV_K8S_154",
        "KCV-0093",
        "AVD-KCV-0093",
        "C-0059",
        "disallow-ingress-nginx-custom-snippets",
    ),
)
