"""What a metric filter has to look for so that an alarm tells of a class of events (CIS AWS
Foundations Benchmark 5.0, section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from msgspec import Struct

_FIELD = re.compile(r"\$\.([A-Za-z.]+)")
_WORD = re.compile(r"[A-Za-z0-9_*]+")


class EventClass(Struct, frozen=True, kw_only=True):
    """Events that belong together: all ``words`` stand in the pattern of their filter."""

    part: str
    subject: str
    words: tuple[str, ...]
    source: str = ""
    """The service whose events these are; a filter of all its events is wider."""
    fields: tuple[str, ...] = ()
    """The only fields that the pattern may look at: any other narrows it."""

    def told_by(self, pattern: str) -> bool:
        """Say whether a filter with this pattern lets no event of the class pass."""
        fields = set(_FIELD.findall(pattern))
        if self.fields and not fields <= set(self.fields):
            return False
        if self.source and fields == {"eventSource"} and "!=" not in pattern:
            return self.source in pattern
        found = [word for word in _WORD.findall(pattern) if word.strip("*")]
        return all(any(_matches(word, name) for word in found) for name in self.words)


def _matches(word: str, name: str) -> bool:
    return word.strip("*") == name or ("*" in word and fnmatchcase(name, word))


def _each(verbs: str, nouns: str) -> Iterator[str]:
    for verb in verbs.split():
        for noun in nouns.split():
            yield verb + noun


def _class(part: str, subject: str, *words: str, source: str) -> EventClass:
    return EventClass(part=part, subject=subject, words=words, source=f"{source}.amazonaws.com")


CLASSES = (
    EventClass(
        part="unauthorised_calls",
        subject="Unauthorised API calls",
        words=("errorCode", "UnauthorizedOperation", "AccessDenied"),
    ),
    EventClass(
        part="sign_in_without_mfa",
        subject="Console sign-ins without a second factor",
        words=("eventName", "ConsoleLogin", "MFAUsed"),
    ),
    EventClass(
        part="root",
        subject="Uses of the root user",
        words=("Root",),
        fields=("userIdentity.type", "userIdentity.invokedBy", "eventType"),
    ),
    EventClass(
        part="failed_sign_ins",
        subject="Failed console sign-ins",
        words=("ConsoleLogin", "errorMessage", "Failed", "authentication"),
    ),
    _class(
        "access_policies",
        "Changes of access policies",
        *_each("Delete Put", "GroupPolicy RolePolicy UserPolicy"),
        *_each("Create Delete", "Policy PolicyVersion"),
        *_each("Attach Detach", "GroupPolicy RolePolicy UserPolicy"),
        source="iam",
    ),
    _class(
        "trails",
        "Changes of the audit log",
        *_each("Create Update Delete", "Trail"),
        *_each("Start Stop", "Logging"),
        source="cloudtrail",
    ),
    _class(
        "keys",
        "Keys being disabled or deleted",
        "DisableKey",
        "ScheduleKeyDeletion",
        source="kms",
    ),
    _class(
        "bucket_policies",
        "Changes of bucket policies",
        *_each("PutBucket", "Acl Policy Cors Lifecycle Replication"),
        *_each("DeleteBucket", "Policy Cors Lifecycle Replication"),
        source="s3",
    ),
    _class(
        "config",
        "Changes of configuration recording",
        "StopConfigurationRecorder",
        "DeleteDeliveryChannel",
        "PutDeliveryChannel",
        "PutConfigurationRecorder",
        source="config",
    ),
    _class(
        "security_groups",
        "Changes of security groups",
        *_each("Authorize Revoke", "SecurityGroupIngress SecurityGroupEgress"),
        *_each("Create Delete", "SecurityGroup"),
        source="ec2",
    ),
    _class(
        "network_acls",
        "Changes of network ACLs",
        *_each("Create Delete", "NetworkAcl NetworkAclEntry"),
        *_each("Replace", "NetworkAclEntry NetworkAclAssociation"),
        source="ec2",
    ),
    _class(
        "network_gateways",
        "Changes of network gateways",
        *_each("Create Delete", "CustomerGateway InternetGateway"),
        *_each("Attach Detach", "InternetGateway"),
        source="ec2",
    ),
    _class(
        "route_tables",
        "Changes of route tables",
        *_each("Create Replace Delete", "Route"),
        *_each("Create Delete Disassociate", "RouteTable"),
        "ReplaceRouteTableAssociation",
        source="ec2",
    ),
    _class(
        "networks",
        "Changes of VPCs",
        *_each("Create Delete", "Vpc"),
        "ModifyVpcAttribute",
        *_each("Accept Create Delete Reject", "VpcPeeringConnection"),
        source="ec2",
    ),
    _class(
        "organisation",
        "Changes of the organisation",
        *_each("Accept Decline", "Handshake"),
        *_each("Attach Create Delete Detach Update", "Policy"),
        *_each("Create Delete Update", "OrganizationalUnit"),
        *_each("Disable Enable", "PolicyType"),
        "CreateAccount",
        "DeleteOrganization",
        "InviteAccountToOrganization",
        "LeaveOrganization",
        "MoveAccount",
        "RemoveAccountFromOrganization",
        source="organizations",
    ),
)
"""In the order of the benchmark's numbers, 4.1 to 4.15, but 4.6 beside the other sign-ins.
Links of VPCs to EC2-Classic, which is gone, are not asked for."""
