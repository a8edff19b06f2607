"""A webhook, conversion or API extension behind a Service without a ``caBundle``.

Why it matters
    The API server then trusts the public authorities of its own machine, none of which issues
    certificates for ``name.namespace.svc``. So the connection cannot be made, and the webhook
    blocks changes or lets all of them pass, depending on its failure policy.

Verdicts
    FAIL in a cluster when there is no bundle for a Service. PASS when there is one, or when an
    annotation has an injector put it there. UNKNOWN for a manifest without either, since what
    installs it may fill it in, and when the bundle hangs on a template.

How to mend it
    Let an injector put the authority in, and keep it up to date.

        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata:
          name: v1beta1.metrics.k8s.io
          annotations:
            cert-manager.io/inject-ca-from: kube-system/metrics-server
        spec:
          group: metrics.k8s.io
          version: v1beta1
          groupPriorityMinimum: 100
          versionPriority: 100
          service: {name: metrics-server, namespace: kube-system}

Sources
    Kubernetes documentation, Dynamic Admission Control, https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
    Kubernetes documentation, Configure the Aggregation Layer, https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Authority, Unknown


def judge(bundle: Authority, view: View[Settings]) -> Iterator[Verdict]:
    """Look for the bundle, or for what puts it there."""
    if not bundle.service:
        return
    what = f"{bundle.user} at service {bundle.service}"
    if isinstance(bundle.given, Unknown):
        yield Verdict(Outcome.UNKNOWN, bundle.given.reason, "given")
    elif bundle.given:
        yield Verdict(Outcome.PASS, f"{what} has a caBundle", "given")
    elif bundle.live:
        more = f", although {bundle.filled_by} should fill it in" if bundle.filled_by else ""
        yield Verdict(Outcome.FAIL, f"{what} has no caBundle{more}", "given")
    elif bundle.filled_by:
        yield Verdict(Outcome.PASS, f"{what} is given a caBundle by {bundle.filled_by}", "given")
    else:
        message = f"{what} has no caBundle here; what installs it may fill it in"
        yield Verdict(Outcome.UNKNOWN, message, "given")


CHECK = Check(
    id="certificates.bundle_missing",
    title="caBundle is missing",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Authority,
    judge=judge,
    controls=("CERT-06",),
)
