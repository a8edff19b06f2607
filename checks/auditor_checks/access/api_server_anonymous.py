"""An API server that takes requests from anybody, as the user system:anonymous.

Why it matters
    Whatever is bound to that user or to unauthenticated callers by mistake is open to all who
    reach the API server, and flaws in it can be tried without an account.

Verdicts
    PASS when ``--anonymous-auth`` is false; FAIL when it is true or not given, since true is the
    default. UNKNOWN when it hangs on a value that could not be had. The API server is judged where
    its pod or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Refuse anonymous requests, or allow them for the health endpoints only.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --anonymous-auth=false

    Health checks by load balancers may need anonymous access to ``/livez`` and ``/readyz``: an
    AuthenticationConfiguration can limit it to these.

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_anonymous_refused",
    id="access.api_server_anonymous",
    title="API server answers callers without a name",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="refuses callers without a name",
    bad="answers callers without a name",
    controls=(
        "ACC-10",
        "ACC-07",
    ),
    same_as=(
        "CKV_K8S_68",
        "KCV-0001",
        "AVD-KCV-0001",
        "C-0069",
        "kics:Anonymous Auth Is Not Set To False",
    ),
)
