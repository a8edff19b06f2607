"""An API server with accounts whose tokens or passwords stand in a file.

Why it matters
    They never end, lie in the clear on each control plane node, and cannot be withdrawn without a
    restart.

Verdicts
    FAIL when ``--token-auth-file`` is given, or ``--basic-auth-file``, which old versions have;
    PASS otherwise. UNKNOWN when it hangs on a value that could not be had. The API server is
    judged where its pod or kubeadm's configuration is in sight; a managed cluster shows none of
    it.

How to mend it
    Take the file out and let people sign in by OpenID Connect or certificates.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --oidc-issuer-url=https://login.example.com

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: authenticating, https://kubernetes.io/docs/reference/access-authn-authz/authentication/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_no_static_tokens",
    id="access.static_tokens",
    title="API server takes tokens or passwords from a file",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="takes no tokens and passwords from a file",
    bad="takes tokens or passwords from a file",
    controls=(
        "ACC-08",
        "SECR-03",
    ),
)
