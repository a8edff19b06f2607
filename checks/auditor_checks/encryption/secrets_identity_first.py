"""An encryption configuration whose first choice for Secrets is not to encrypt.

Why it matters
    The first provider writes. With ``identity`` first, or Secrets in no entry, they are stored as
    they are, although a configuration is in place and looks the part.

Verdicts
    PASS when the first entry that covers Secrets names another provider than ``identity`` first;
    FAIL when it is ``identity``, or no entry covers them. UNKNOWN when it hangs on a value that
    could not be had.

How to mend it
    Put a provider that encrypts first, and identity last for what was written before.

        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
          - resources: [secrets]
            providers:
              - kms:
                  apiVersion: v2
                  name: vault
                  endpoint: unix:///run/kms/socket.sock
              - identity: {}

    Then write all Secrets anew: ``kubectl get secrets --all-namespaces -o json | kubectl replace
    -f -``.

Sources
    Kubernetes: encrypting confidential data at rest, https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "secrets_encrypted_first",
    id="encryption.secrets_identity_first",
    title="Encryption configuration does not encrypt Secrets",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="encrypts Secrets before it stores them",
    bad="stores Secrets as they are, although it has an encryption configuration",
    controls=("SECR-06", "ENC-01"),
)
