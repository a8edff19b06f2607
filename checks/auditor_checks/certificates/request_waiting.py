"""A request for a certificate of the cluster that nobody answers.

Why it matters
    Somebody waits for it: a node that cannot join, or whose logs and metrics cannot be fetched
    because its serving certificate is missing. Requests are deleted after a day without an answer,
    and made anew, so the fault hides in plain sight.

Verdicts
    FAIL when a request has been pending for more than ``longest_hours`` (1), or its signer failed.
    PASS when it was decided, or is still fresh. UNKNOWN when nobody says since when it is pending.

How to mend it
    Look at what is asked for, then approve or deny it.

        kubectl describe certificatesigningrequest csr-8x2kq
        kubectl certificate approve csr-8x2kq

    Serving certificates of kubelets (``kubernetes.io/kubelet-serving``) need an approver of their
    own, which checks that names and addresses are the node's.

Sources
    Kubernetes documentation, Certificates and Certificate Signing Requests, https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
    Kubernetes documentation, TLS bootstrapping, https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import SigningRequest


class RequestWaitingSettings(Settings, frozen=True, kw_only=True):
    """How long a request may wait, in hours."""

    longest_hours: float = 1.0


def judge(request: SigningRequest, view: View[RequestWaitingSettings]) -> Iterator[Verdict]:
    """Measure how long an open request has been waiting."""
    if not request.live:
        return
    what = f"request {request.name} of {request.requester or 'nobody named'}"
    signer = f"signer {request.signer}"
    if request.state == "failed":
        yield Verdict(Outcome.FAIL, f"{what}: {signer} failed", "state")
    elif request.state != "pending":
        yield Verdict(Outcome.PASS, f"{what} is {request.state}", "state")
    elif request.created is None:
        yield Verdict(Outcome.UNKNOWN, f"{what} is pending, nobody says since when", "state")
    else:
        waited = view.moment - request.created
        late = waited > timedelta(hours=view.settings.longest_hours)
        message = f"{what} has waited for {signer} for {waited // timedelta(hours=1)} hours"
        yield Verdict(Outcome.FAIL if late else Outcome.PASS, message, "state")


CHECK = Check(
    id="certificates.request_waiting",
    title="Request for a certificate is not answered",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=SigningRequest,
    settings=RequestWaitingSettings,
    judge=judge,
    controls=("CERT-03",),
)
