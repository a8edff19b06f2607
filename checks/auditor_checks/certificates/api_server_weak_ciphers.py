"""An API server that accepts ciphers with known weaknesses, or names none.

Why it matters
    A client may be steered to the weakest suite that both sides have. Suites with CBC, RC4 or 3DES
    have been broken in practice; which ones are on by default changes from version to version.

Verdicts
    PASS when ``--tls-cipher-suites`` names suites and none is weak, or ``--tls-min-version`` is
    ``VersionTLS13``; FAIL otherwise. UNKNOWN when it hangs on a value that could not be had. The
    API server is judged where its pod or kubeadm's configuration is in sight; a managed cluster
    shows none of it.

How to mend it
    Name strong suites, or take TLS 1.3 only.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

    The suites have to fit the key of the server's certificate, here an RSA key as kubeadm makes.

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    RFC 9325 (Recommendations for Secure Use of TLS), section 4.2, https://www.rfc-editor.org/rfc/rfc9325
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_strong_ciphers",
    id="certificates.api_server_weak_ciphers",
    title="API server is not held to strong ciphers",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is held to strong ciphers",
    bad="is not held to strong ciphers",
    controls=("CERT-05",),
    same_as=(
        "CKV_K8S_105",
        "C-0277",
        "kics:Weak TLS Cipher Suites",
    ),
)
