"""A file among the scanned ones that holds a private key or another secret.

Why it matters
    A private key beside its certificate is all that somebody needs to be that service. Files like
    these are packed into images and archives by patterns that nobody reads.

Verdicts
    FAIL for each place in the file that holds what looks like a key, a token or a password. PASS
    when it was searched from end to end and nothing was found: that is no proof that there is
    nothing. UNKNOWN when it, or a part of it, could not be searched.

How to mend it
    Revoke the key or secret, and make a new one where it is used.

    For a certificate, let the platform make and keep the key:

        resource "aws_acm_certificate" "www" {
          domain_name       = "www.example.com"
          validation_method = "DNS"
        }

    Then delete the file, name its pattern in ``.gitignore``, and clean the history if the
    repository is shared. A key made for tests only belongs in a waiver that says so.

Sources
    CWE-312 (Cleartext Storage of Sensitive Information), https://cwe.mitre.org/data/definitions/312.html
    NIST SP 800-57 Part 1 Rev. 5, section 6.2 (Protection Mechanisms), https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_file",
    title="Private key or other secret lies in a file",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("file"),
    controls=("SECR-01",),
    same_as=("CKV_SECRET_13", "general-secrets-no-plaintext-exposure"),
)
