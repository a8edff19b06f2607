"""Who is in the shop's account, what each may do, and what they sign in with."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from aws_estate._place import NOW, PARTNER, SHOP, Ground

_COLUMNS = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
).split(",")


def document(*statements: dict[str, Any]) -> str:
    """Return a policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal: Any, **more: Any) -> str:
    """Return who may assume a role."""
    allowed = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return document({**allowed, **more})


def allow(*actions: str, on: str = "*") -> dict[str, Any]:
    """Return a statement that allows actions."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": on}


def _ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def people(ground: Ground) -> None:
    """Plant users, groups, roles and the credential report of both accounts."""
    iam = ground.server.client("iam")
    iam.update_account_password_policy(MinimumPasswordLength=8)
    for name in ("ada", "bob", "ci", "eve"):
        ground.names[f"user.{name}"] = iam.create_user(UserName=name)["User"]["Arn"]
    iam.create_group(GroupName="staff")
    iam.put_group_policy(
        GroupName="staff",
        PolicyName="read",
        PolicyDocument=document(allow("s3:GetObject", on="arn:aws:s3:::shop-invoices/*")),
    )
    for name in ("ada", "bob"):
        iam.add_user_to_group(UserName=name, GroupName="staff")
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="ada")["VirtualMFADevice"]
    iam.enable_mfa_device(
        UserName="ada",
        SerialNumber=device["SerialNumber"],
        AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )
    everything = iam.create_policy(PolicyName="everything", PolicyDocument=document(allow("*")))
    ground.names["policy.everything"] = everything["Policy"]["Arn"]
    iam.attach_user_policy(UserName="eve", PolicyArn=everything["Policy"]["Arn"])
    _roles(ground, iam)
    _report(ground)
    other = ground.server.client("iam", account=ground.member).create_user(UserName="bob")
    ground.names["user.bob of the lab"] = other["User"]["Arn"]
    ground.names["root"] = f"arn:aws:iam::{SHOP}:root"


def _roles(ground: Ground, iam: Any) -> None:
    """``ci`` may become ``deploy``, which may make itself a function that runs as ``operator``,
    which may do everything: a route over three principals."""
    ci = ground.names["user.ci"]
    roles = {
        "deploy": trust({"AWS": ci}),
        "operator": trust({"Service": "lambda.amazonaws.com"}),
        "partner": trust({"AWS": f"arn:aws:iam::{PARTNER}:root"}),
        "auditor": trust(
            {"AWS": f"arn:aws:iam::{PARTNER}:role/audit"},
            Condition={"StringEquals": {"sts:ExternalId": "5f1c"}},
        ),
        "public": trust({"AWS": "*"}),
        "task": trust({"Service": "ecs-tasks.amazonaws.com"}),
    }
    for name, trusted in roles.items():
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted)
        ground.names[f"role.{name}"] = made["Role"]["Arn"]
    rights = {
        "deploy": allow("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
        "operator": allow("*"),
        "partner": allow("*"),
        "auditor": allow("s3:ListAllMyBuckets"),
        "public": allow("s3:GetObject", on="arn:aws:s3:::shop-exports/*"),
        "task": allow("s3:GetObject", on="arn:aws:s3:::shop-invoices/*"),
    }
    for name, statement in rights.items():
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document(statement))
    may_become = allow("sts:AssumeRole", on=ground.names["role.deploy"])
    iam.put_user_policy(UserName="ci", PolicyName="own", PolicyDocument=document(may_become))


def _report(ground: Ground) -> None:
    reports = {
        SHOP: {
            "<root_account>": {
                "password_last_used": _ago(2),
                "access_key_1_active": "true",
                "access_key_1_last_rotated": _ago(700),
                "access_key_1_last_used_date": _ago(30),
            },
            "ada": {
                "password_enabled": "true",
                "password_last_used": _ago(1),
                "mfa_active": "true",
            },
            "bob": {"password_enabled": "true", "password_last_used": _ago(200)},
            "ci": {
                "access_key_1_active": "true",
                "access_key_1_last_rotated": _ago(400),
                "access_key_1_last_used_date": _ago(1),
                "access_key_2_active": "true",
                "access_key_2_last_rotated": _ago(120),
            },
            "eve": {
                "access_key_1_active": "true",
                "access_key_1_last_rotated": _ago(20),
                "access_key_1_last_used_date": _ago(1),
            },
        },
        ground.member: {
            "<root_account>": {"mfa_active": "true"},
            "bob": {"password_enabled": "true", "password_last_used": _ago(3)},
        },
    }

    def answer(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        rows = [_row(account, user, cells) for user, cells in reports.get(account, {}).items()]
        content = "\n".join([",".join(_COLUMNS), *rows]).encode()
        return {"Content": content, "ReportFormat": "text/csv", "GeneratedTime": NOW}

    ground.server.stub("iam", "GetCredentialReport", answer)
    ground.server.stub("iam", "GenerateCredentialReport", {"State": "COMPLETE"})


def _row(account: str, user: str, cells: dict[str, str]) -> str:
    root = user.startswith("<")
    known = {
        "user": user,
        "arn": f"arn:aws:iam::{account}:{'root' if root else f'user/{user}'}",
        "user_creation_time": _ago(500),
        "password_enabled": "not_supported" if root else "false",
        "password_last_used": "no_information",
        "password_last_changed": _ago(60) if cells.get("password_enabled") else "N/A",
        "mfa_active": "false",
        "access_key_1_active": "false",
        "access_key_2_active": "false",
        "cert_1_active": "false",
        "cert_2_active": "false",
        **cells,
    }
    return ",".join(known.get(column, "N/A") for column in _COLUMNS)
