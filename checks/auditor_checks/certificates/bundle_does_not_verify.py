"""A webhook or API extension whose ``caBundle`` does not verify the certificate of its service.

Why it matters
    The API server refuses the connection. A webhook with ``failurePolicy: Fail`` then blocks every
    change it is asked about, one with ``Ignore`` stops guarding without a word, and an API
    extension disappears. It usually happens when an authority was rotated in one place only.

Verdicts
    FAIL when none of the authorities in the bundle issued the certificate that lies in a Secret of
    the service's namespace under the service's name, or when the bundle holds no certificate.
    PASS when one did. UNKNOWN when Secrets were not read, or the bundle is filled in by a
    template. No verdict where no such certificate was found: some services make their own.

How to mend it
    Put the authority that issued the service's certificate into the bundle.

    With cert-manager's injector this happens by itself:

        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata:
          name: orders
          annotations:
            cert-manager.io/inject-ca-from: shop/orders-webhook

Sources
    Kubernetes documentation, Dynamic Admission Control, https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
    cert-manager documentation, CA Injector, https://cert-manager.io/docs/concepts/ca-injector/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Authority, Unknown


def judge(bundle: Authority, view: View[Settings]) -> Iterator[Verdict]:
    """Pass on whether the bundle verified the certificate of its service."""
    verifies = bundle.verifies
    if verifies is None:
        return
    what = f"the caBundle of {bundle.user}"
    if isinstance(verifies, Unknown):
        yield Verdict(Outcome.UNKNOWN, verifies.reason, "verifies")
    elif verifies:
        message = f"{what} verifies the certificate of {bundle.service}"
        yield Verdict(Outcome.PASS, message, "verifies")
    else:
        message = f"{what} does not verify {bundle.service or 'anything'}"
        problem = f"{message}: {bundle.problem}" if bundle.problem else message
        yield Verdict(Outcome.FAIL, problem, "verifies")


CHECK = Check(
    id="certificates.bundle_does_not_verify",
    title="caBundle does not verify its service",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Authority,
    judge=judge,
    controls=("CERT-01", "CERT-06"),
)
