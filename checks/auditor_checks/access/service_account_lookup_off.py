"""An API server that does not look whether a token's account still exists.

Why it matters
    A token then stays good after its account was deleted, which is what people do when it leaks.

Verdicts
    FAIL when ``--service-account-lookup`` is false; PASS otherwise, since true is the default.
    UNKNOWN when it hangs on a value that could not be had. The API server is judged where its pod
    or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Take the flag out, or set it to true.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --service-account-lookup=true

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "service_account_lookup",
    id="access.service_account_lookup_off",
    title="Tokens of deleted service accounts still work",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="refuses tokens of deleted service accounts",
    bad="takes tokens of deleted service accounts",
    controls=("ACC-03",),
)
