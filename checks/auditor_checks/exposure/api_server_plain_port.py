"""An API server of an old version with its port for plain HTTP open.

Why it matters
    Requests to that port are neither encrypted, nor authenticated, nor authorized: whoever reaches
    it is the administrator.

Verdicts
    FAIL when ``--insecure-port`` is given and not 0; PASS otherwise. Versions from 1.24 on do not
    have the port. UNKNOWN when it hangs on a value that could not be had. The API server is judged
    where its pod or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Close the plain port, or leave the flag out where it no longer exists.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --insecure-port=0

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_plain_port_closed",
    id="exposure.api_server_plain_port",
    title="API server listens without TLS and login",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="listens with TLS only",
    bad="listens on a port without TLS and login",
    controls=(
        "ACC-10",
        "CERT-05",
    ),
)
