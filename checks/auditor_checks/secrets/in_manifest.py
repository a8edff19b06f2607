"""A Secret that lies in a file with its values.

Why it matters
    Base64 is a way of writing, not of hiding: whoever can read the file has the secret. Files are
    committed, and history forgets nothing.

Verdicts
    FAIL for each key whose value is a password, a token, a key or otherwise reads like a secret of
    its own, and for each key that an EncryptionConfiguration spells out. PASS when nothing does:
    user names, addresses, certificates, blanks to be filled in and places of templates are none,
    and files that SOPS has encrypted, SealedSecrets and ExternalSecrets hold nothing readable.
    UNKNOWN when the data is filled in as a whole.

How to mend it
    Revoke the secret, and commit only where it is kept, or an encrypted form of it.

        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: database}
        spec:
          secretStoreRef: {name: vault, kind: ClusterSecretStore}
          target: {name: database}
          dataFrom:
          - extract: {key: shop/database}

    SealedSecrets and SOPS keep the encrypted value itself in the file. A Secret for a local
    cluster only belongs in a waiver that says so.

Sources
    Good practices for Kubernetes Secrets, https://kubernetes.io/docs/concepts/security/secrets-good-practices/
    CWE-798 (Use of Hard-coded Credentials), https://cwe.mitre.org/data/definitions/798.html
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_manifest",
    title="Secret with its values lies in a file",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("manifest"),
    controls=("SECR-01",),
)
