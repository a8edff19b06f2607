"""The vocabulary of facts: what collectors say and checks judge, whatever the provider."""

from __future__ import annotations

from auditor.facts._model import Fact, Origin, Place, Unknown
from auditor.facts.access import (
    ANYONE,
    AccessPolicy,
    Condition,
    Credential,
    Grant,
    PasswordPolicy,
    PolicyAttachment,
    Principal,
    RoleAssignment,
)
from auditor.facts.certificates import Certificate, TlsListener
from auditor.facts.estate import AuditLog, DataStore, Firewall, NetworkRule, Setting
from auditor.facts.patching import (
    Component,
    Host,
    ImageReference,
    MissingPatch,
    SourceReference,
    Vulnerability,
)
from auditor.facts.secrets import EncryptionKey, ExposedSecret, InspectedText, ManagedSecret

__all__ = [
    "ANYONE",
    "AccessPolicy",
    "AuditLog",
    "Certificate",
    "Component",
    "Condition",
    "Credential",
    "DataStore",
    "EncryptionKey",
    "ExposedSecret",
    "Fact",
    "Firewall",
    "Grant",
    "Host",
    "ImageReference",
    "InspectedText",
    "ManagedSecret",
    "MissingPatch",
    "NetworkRule",
    "Origin",
    "PasswordPolicy",
    "Place",
    "PolicyAttachment",
    "Principal",
    "RoleAssignment",
    "Setting",
    "SourceReference",
    "TlsListener",
    "Unknown",
    "Vulnerability",
]
