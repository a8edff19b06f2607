"""auditor: production-readiness and compliance audits with evidence that replays."""

__version__ = "0.1.0"
