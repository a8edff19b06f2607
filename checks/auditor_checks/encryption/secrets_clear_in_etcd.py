"""An API server that stores Secrets without encrypting them.

Why it matters
    Whoever gets a disk, a snapshot or a backup of etcd has every password and key of the cluster.

Verdicts
    PASS when ``--encryption-provider-config`` is given; FAIL otherwise. What that file says is
    judged by ``encryption.secrets_identity_first`` where it is in sight. UNKNOWN when it hangs on
    a value that could not be had. The API server is judged where its pod or kubeadm's
    configuration is in sight; a managed cluster shows none of it.

How to mend it
    Name a configuration that encrypts Secrets, best by a key management service.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --encryption-provider-config=/etc/kubernetes/encryption.yaml

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: encrypting confidential data at rest, https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_encrypts_secrets",
    id="encryption.secrets_clear_in_etcd",
    title="Secrets are stored in etcd unencrypted",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="is told how to encrypt what it stores",
    bad="stores Secrets as they are",
    controls=(
        "SECR-06",
        "ENC-01",
    ),
    same_as=(
        "CKV_K8S_104",
        "KCV-0030",
        "AVD-KCV-0030",
        "C-0066",
        "kics:Encryption Provider Config Is Not Defined",
    ),
)
