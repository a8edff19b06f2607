"""A client certificate that was signed into a group of administrators or of nodes.

Why it matters
    ``system:masters`` is let through before any rule is looked at, and no rule can take it away
    again: Kubernetes has no revocation, so the holder is administrator until the certificate
    ends. A person in ``system:nodes`` can read the Secrets of every pod of the node they name.

Verdicts
    FAIL when a request that puts its holder into ``system:masters``, or somebody who is no node
    into ``system:nodes``, was approved. PASS for other approved requests and for denied ones. NOT
    APPLICABLE while such a request is pending. Only signers of client certificates are judged.

How to mend it
    Deny such requests, and give people a group of your own with rules that can be changed.

        kubectl certificate deny alice
        kubectl create clusterrolebinding platform-admins --clusterrole=admin --group=platform

    What was signed stays good until it ends: shorten the lifetime, or rotate the authority.

Sources
    Kubernetes documentation, Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    Kubernetes documentation, Certificates and Certificate Signing Requests, https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
    CIS Kubernetes Benchmark 1.8 section 5.1.7, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import SigningRequest

_MASTERS = "system:masters"
_NODES = "system:nodes"
_NODE_REQUESTERS = (
    "system:bootstrap:",
    "system:node:",
    "system:serviceaccount:",
    "kubelet",
)
"""Who asks for the certificates of nodes: nodes, those that are about to join, controllers."""
_SERVING = "kubernetes.io/kubelet-serving"


def judge(request: SigningRequest, view: View[Settings]) -> Iterator[Verdict]:
    """Look at the groups of a request and at what became of it."""
    if not request.live or request.signer == _SERVING:
        return
    who = f"{request.requester or 'somebody'} as {request.common_name or 'nobody named'}"
    group = _dangerous(request)
    if not group:
        message = f"request {request.name} puts nobody into a group of the system"
        yield Verdict(Outcome.PASS, message, "groups")
    elif request.state == "pending":
        message = f"request {request.name} of {who} for {group} is not decided"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "groups")
    elif request.state in ("approved", "issued"):
        message = f"request {request.name} of {who} was approved: its holder is in {group}"
        yield Verdict(Outcome.FAIL, message, "groups")
    else:
        message = f"request {request.name} of {who} for {group} was not signed"
        yield Verdict(Outcome.PASS, message, "groups")


def _dangerous(request: SigningRequest) -> str:
    if _MASTERS in request.groups:
        return _MASTERS
    person = not request.requester.startswith(_NODE_REQUESTERS)
    return _NODES if _NODES in request.groups and person else ""


CHECK = Check(
    id="access.signed_into_masters",
    title="Certificate was signed for a group of the system",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=SigningRequest,
    judge=judge,
    controls=("ACC-02",),
)
