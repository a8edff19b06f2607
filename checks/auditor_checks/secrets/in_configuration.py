"""A ConfigMap with a secret in it.

Why it matters
    ConfigMaps are made to be read: nearly every role may list them, they are not encrypted in the
    store of the cluster, and dashboards show them in full.

Verdicts
    FAIL for each key whose value holds what looks like a key, a token or a password. PASS when all
    were searched and nothing was found: that is no proof that there is nothing. UNKNOWN when the
    data, or a part of it, could not be searched.

How to mend it
    Revoke the secret, and keep a new one in a Secret that only the pod's account may read.

        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: database}
        spec:
          secretStoreRef: {name: vault, kind: ClusterSecretStore}
          target: {name: database}
          data:
          - secretKey: password
            remoteRef: {key: shop/database, property: password}

Sources
    ConfigMaps, https://kubernetes.io/docs/concepts/configuration/configmap/
    Good practices for Kubernetes Secrets, https://kubernetes.io/docs/concepts/security/secrets-good-practices/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_configuration",
    title="Secret in a ConfigMap",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("configuration"),
    controls=("SECR-01",),
    same_as=(
        "KSV-0109",
        "AVD-KSV-0109",
        "C-0012",
        "sensitiveConfigmapContent",
    ),
)
