"""A container whose command line is declared with a secret in it.

Why it matters
    The command line is in the manifest, in the API, and in the process table of the node, where
    every other process may read it. Error messages and monitoring copy it on.

Verdicts
    FAIL for each argument that holds what looks like a key, a token or a password, also after a
    flag whose name says so. PASS when all were searched and nothing was found: that is no proof
    that there is nothing. UNKNOWN when a part could not be searched.

How to mend it
    Revoke the secret, and let the program read a new one from a file that a Secret is mounted as.

        args: ["--password-file=/run/secrets/database/password"]
        volumeMounts:
        - {name: database, mountPath: /run/secrets/database, readOnly: true}

Sources
    Distribute credentials securely using Secrets, https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
    CWE-214 (Invocation of Process Using Visible Sensitive Information), https://cwe.mitre.org/data/definitions/214.html
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_arguments",
    title="Secret on a command line",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("arguments"),
    controls=("SECR-01",),
)
