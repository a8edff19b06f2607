"""A small web shop on AWS, with planted faults beside sound twins of the same kind.

Two accounts of one organisation, two regions, put into the stand-in for AWS by :func:`seed`.
:data:`FAULTS` says which check has to find which thing, :data:`SOUND` which thing has to pass
which check; things have the names that ``seed`` returns addresses for.
"""

from __future__ import annotations

from auditor_aws.service import services
from auditor_aws.testing import Server
from aws_estate import _data, _edge, _machines, _people, _watch
from aws_estate._answers import answer_rest, sample
from aws_estate._place import REGIONS, SHOP, Ground

__all__ = ["FAULTS", "REGIONS", "SHOP", "SOUND", "Ground", "sample", "seed", "seed_all"]

FAULTS: dict[str, tuple[str, ...]] = {
    "access.admin_policy": ("policy.everything",),
    "access.admin_without_second_factor": ("user.eve",),
    "access.administrator": ("user.eve", "role.partner"),
    "access.administrator_workload": ("role.operator",),
    "access.escalation_route": ("user.ci", "role.deploy"),
    "access.inactive_user": ("user.bob",),
    "access.metadata_v1": ("machine.lonely",),
    "access.never_used_key": ("user.ci",),
    "access.old_key": ("user.ci", "root"),
    "access.password_without_second_factor": ("user.bob", "user.bob of the lab"),
    "access.public_principal": ("bucket.exports", "bucket.results", "queue.open", "topic.open"),
    "access.public_trust": ("role.public",),
    "access.role_trusts_other_account": ("role.partner",),
    "access.root_access_key": ("root",),
    "access.root_without_second_factor": ("root",),
    "access.several_active_keys": ("user.ci",),
    "access.unused_password": ("user.bob",),
    "certificates.expired": ("certificate.old",),
    "certificates.expiring": ("certificate.checkout", "certificate.partner"),
    "certificates.failing_renewal": ("certificate.checkout",),
    "certificates.manual_renewal": ("certificate.mail", "certificate.partner"),
    "certificates.outdated_database_ca": ("database.sessions",),
    "certificates.outdated_tls": ("listener.outdated",),
    "certificates.weak_key": ("certificate.weak",),
    "encryption.at_rest": ("database.sessions", "volume.scratch", "volume.scratch.eu-west-1"),
    "exposure.cluster_endpoint_open_to_world": ("cluster.legacy",),
    "exposure.public_data_store": ("database.sessions", "snapshot.shared"),
    "exposure.ssh_open": ("group.admin", "group.admin.eu-west-1"),
    "logging.trail_not_validated": ("trail.old",),
    "patching.end_of_support": ("cluster.legacy", "database.sessions", "function.legacy"),
    "patching.exploited_vulnerability": ("image.legacy",),
    "patching.overdue_patches": ("machine.overdue",),
    "patching.overdue_vulnerability": ("image.legacy",),
    "patching.unmanaged_host": ("machine.lonely",),
    "resilience.no_backup": ("database.sessions",),
    "resilience.no_point_in_time_recovery": ("table.clicks",),
    "secrets.in_environment": ("function.legacy",),
    "secrets.in_user_data": ("machine.overdue",),
    "secrets.key_pending_deletion": ("key.going",),
    "secrets.key_rotation_disabled": ("key.still",),
    "secrets.not_rotated": ("secret.legacy",),
    "secrets.rotation_disabled": ("secret.legacy",),
    "secrets.unencrypted_parameter": ("parameter.open",),
}
SOUND: dict[str, tuple[str, ...]] = {
    "access.admin_policy": ("role.auditor", "role.deploy", "role.task"),
    "access.administrator": ("user.ada", "user.bob", "user.ci", "role.deploy"),
    "access.administrator_workload": ("role.task",),
    "access.escalation_route": ("user.ada", "user.bob", "role.auditor", "role.task"),
    "access.inactive_user": ("user.ada",),
    "access.metadata_v1": ("machine.patched", "machine.overdue"),
    "access.old_key": ("user.eve",),
    "access.password_without_second_factor": ("user.ada",),
    "access.public_principal": ("bucket.invoices", "topic.orders", "key.data"),
    "access.public_trust": ("role.auditor", "role.deploy", "role.partner"),
    "access.role_trusts_other_account": ("role.auditor", "role.deploy"),
    "access.several_active_keys": ("user.eve",),
    "certificates.expired": ("certificate.shop", "certificate.checkout"),
    "certificates.expiring": ("certificate.shop",),
    "certificates.manual_renewal": ("certificate.shop",),
    "certificates.outdated_database_ca": ("database.orders",),
    "certificates.outdated_tls": ("listener.current",),
    "certificates.weak_key": ("certificate.shop",),
    "encryption.at_rest": ("database.orders", "volume.data", "volume.data.eu-west-1"),
    "exposure.cluster_endpoint_open_to_world": ("cluster.shop",),
    "exposure.public_data_store": ("database.orders", "snapshot.kept"),
    "exposure.ssh_open": ("group.web", "group.web.eu-west-1"),
    "logging.trail_not_validated": ("trail.all",),
    "patching.end_of_support": ("cluster.shop", "database.orders", "function.resize"),
    "patching.overdue_patches": ("machine.patched",),
    "patching.unmanaged_host": ("machine.patched", "machine.overdue"),
    "resilience.no_backup": ("database.orders",),
    "resilience.no_point_in_time_recovery": ("table.carts",),
    "secrets.in_environment": ("function.resize",),
    "secrets.in_user_data": ("machine.patched",),
    "secrets.key_pending_deletion": ("key.data",),
    "secrets.key_rotation_disabled": ("key.data",),
    "secrets.not_rotated": ("secret.database",),
    "secrets.rotation_disabled": ("secret.database",),
    "secrets.unencrypted_parameter": ("parameter.closed",),
}


_PLANTED = frozenset(
    "acm cloudtrail dynamodb ec2 ecr eks elbv2 iam kms lambda organizations rds s3 s3control "
    "secretsmanager sns sqs ssm sts".split()
)
"""APIs that the estate has things in."""


def seed(server: Server) -> Ground:
    """Plant the estate; what the stand-in lacks is answered as AWS does where nothing is."""
    answer_rest(server, _declared(), 0, None)
    return _plant(server)


def seed_all(server: Server) -> Ground:
    """Plant the estate, and one thing without a meaning into every other listing."""
    answer_rest(server, _declared(), 1, _PLANTED)
    ground = _plant(server)
    _watch.directory(ground)
    return ground


def _declared() -> set[str]:
    return {name for service in services().values() for name in service.operations}


def _plant(server: Server) -> Ground:
    """Plant the estate only."""
    ground = Ground(server)
    _watch.organisation(ground)
    _people.people(ground)
    _machines.networks(ground)
    _machines.machines(ground)
    _machines.images(ground)
    _data.buckets(ground)
    _data.databases(ground)
    _data.messages(ground)
    _data.secrets(ground)
    _edge.certificates(ground)
    _edge.balancers(ground)
    _edge.functions(ground)
    _edge.clusters(ground)
    _watch.trails(ground)
    _watch.analysers(ground)
    _watch.scanners(ground)
    return ground
