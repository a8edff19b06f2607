"""AWS Backup: vaults, what lies in them, plans, and whether a region uses the service at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import DataStore, Fact, Setting
from auditor_aws.api import Api, told
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_THINGS = (
    ("dynamodb", "list_tables", "TableNames", {"Limit": 1}),
    ("rds", "describe_db_instances", "DBInstances", {"MaxRecords": 20}),
    ("efs", "describe_file_systems", "FileSystems", {"MaxItems": 1}),
    ("ec2", "describe_volumes", "Volumes", {"MaxResults": 5}),
)  # fmt: skip
"""Calls that show whether a region has anything to back up, one page each."""


def backups(api: Api) -> Iterator[Resource | Fact]:
    """Yield vaults with their policies and recovery points, plans with the days that they keep
    backups, and whether the region has vaults, plans and reports: the last only where there is
    something to back up."""
    vaults = api.listed("backup", "list_backup_vaults", "BackupVaultList")
    plans = api.listed("backup", "list_backup_plans", "BackupPlansList")
    keys = ManagedKeys(api)
    if not isinstance(vaults, Unknown):
        yield from api.each(vaults, lambda item: _vault(api, item, keys))
    if not isinstance(plans, Unknown):
        yield from api.each(plans, lambda item: [_plan(api, item)])
    needed = _something(api) if not plans or isinstance(plans, Unknown) else True
    if needed is False:
        return
    reports = api.listed("backup", "list_report_plans", "ReportPlans")
    for part, found in {"plans": plans, "vaults": vaults, "reports": reports}.items():
        doubt = next((item for item in (needed, found) if isinstance(item, Unknown)), None)
        yield Setting(
            origin=api.origin("aws_region_settings", api.region),
            subject=f"backup {part}",
            part=part,
            name="backup_service",
            value=told(bool(found) if doubt is None else doubt),
        )


def _vault(api: Api, item: Item, keys: ManagedKeys) -> Iterator[Resource | Fact]:
    name, address = item["BackupVaultName"], item["BackupVaultArn"]
    policy = api.ask(
        "backup",
        "get_backup_vault_access_policy",
        item=item,
        absent=("ResourceNotFoundException",),
        BackupVaultName=name,
    )
    values = {"kms_key_arn": keys.named(item.get("EncryptionKeyArn"))}
    yield api.resource("aws_backup_vault", address, item, values, name)
    document = {"policy": dig(policy, "Policy")}
    yield api.resource("aws_backup_vault_policy", address, item, document, name)
    if item.get("NumberOfRecoveryPoints", 1):
        yield from _recovery_points(api, name)


def _recovery_points(api: Api, vault: str) -> Iterator[DataStore]:
    listed = api.listed(
        "backup", "list_recovery_points_by_backup_vault", "RecoveryPoints", BackupVaultName=vault
    )
    for item in [] if isinstance(listed, Unknown) else listed:
        if "IsEncrypted" in item:
            yield DataStore(
                origin=api.origin("aws_backup_recovery_point", item["RecoveryPointArn"], item),
                subject="recovery point",
                encrypted=item["IsEncrypted"],
            )


def _plan(api: Api, item: Item) -> Resource:
    answer = api.ask("backup", "get_backup_plan", item=item, BackupPlanId=item["BackupPlanId"])
    rules = dig(answer, "BackupPlan", "Rules")
    values = {"rule": rules if isinstance(rules, Unknown) else [_rule(rule) for rule in rules]}
    name = item.get("BackupPlanName", "")
    return api.resource("aws_backup_plan", item["BackupPlanArn"], item, values, name)


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    return {"lifecycle": {"delete_after": dig(rule, "Lifecycle", "DeleteAfterDays")}}


def _something(api: Api) -> bool | Unknown:
    """Say whether the region has anything to back up, looking no further than the first find."""
    doubt: bool | Unknown = False
    for service, method, key, first in _THINGS:
        listed = api.listed(service, method, key, PaginationConfig={"MaxItems": 1}, **first)
        if isinstance(listed, Unknown):
            doubt = listed
        elif listed:
            return True
    return doubt


SERVICE = Service(
    name="backup",
    reach=Reach.REGIONAL,
    operations=(
        "backup:ListBackupVaults",
        "backup:GetBackupVaultAccessPolicy",
        "backup:ListRecoveryPointsByBackupVault",
        "backup:ListBackupPlans",
        "backup:GetBackupPlan",
        "backup:ListReportPlans",
        "dynamodb:ListTables",
        "rds:DescribeDBInstances",
        "efs:DescribeFileSystems",
        "ec2:DescribeVolumes",
        KEY_ALIASES,
    ),
    parts=(backups,),
    always=True,
)
