"""Finding secrets in text, and keeping them out of everything that is written."""

from __future__ import annotations

from auditor.redaction.detect import Hit, find
from auditor.redaction.encodings import decoded
from auditor.redaction.mask import REDACTED, Redactor, cleaned

__all__ = ["REDACTED", "Hit", "Redactor", "cleaned", "decoded", "find"]
