"""An API server of an old version that was told to reach kubelets by plain HTTP.

Why it matters
    Commands, logs and what they contain cross the network for all to read.

Verdicts
    FAIL when ``--kubelet-https`` is false; PASS otherwise, since true is the default and newer
    versions know nothing else. UNKNOWN when it hangs on a value that could not be had. The API
    server is judged where its pod or kubeadm's configuration is in sight; a managed cluster shows
    none of it.

How to mend it
    Take the flag out, and name the authority that the kubelets' certificates come from.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_kubelet_tls",
    id="certificates.api_server_kubelets_plain",
    title="API server speaks with kubelets unencrypted",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="speaks with kubelets by TLS",
    bad="speaks with kubelets without TLS",
    controls=("CERT-05",),
)
