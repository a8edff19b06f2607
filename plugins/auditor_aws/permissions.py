"""The policy that a scan needs: the declared operations, and not one more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from auditor_aws import inventory, planning
from auditor_aws.actions import action_of
from auditor_aws.service import services

LONGEST = 6_144
"""Characters that a customer-managed policy may have, white space apart (IAM quotas)."""
_NAME = "auditor-read-only"
_ASSUME = "sts:AssumeRole"


def operations() -> frozenset[str]:
    """Return every operation that a scan may call, as the SDK names them."""
    declared = (*planning.OPERATIONS, *inventory.OPERATIONS)
    return frozenset(declared).union(*(service.operations for service in services().values()))


def actions() -> list[str]:
    """Return the IAM actions that allow these operations.

    Assuming roles is left out: which ones is the organisation's to say, and only a scan of
    several accounts does it.
    """
    return sorted({action_of(operation) for operation in operations()} - {_ASSUME})


def policy(allowed: Iterable[str]) -> dict[str, Any]:
    """Return the policy document that allows these actions."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "AuditorReads", "Effect": "Allow", "Action": list(allowed), "Resource": "*"}
        ],
    }


def as_json() -> str:
    """Return one policy document."""
    return json.dumps(policy(actions()), indent=2)


def parts() -> list[list[str]]:
    """Return the actions in as few groups as fit into managed policies."""
    groups: list[list[str]] = [[]]
    for action in actions():
        if _length([*groups[-1], action]) > LONGEST:
            groups.append([])
        groups[-1].append(action)
    return groups


def _length(allowed: list[str]) -> int:
    return len(json.dumps(policy(allowed), separators=(",", ":")))


def as_cloudformation() -> str:
    """Return a template with the role, its policies, and who may assume it."""
    resources: dict[str, Any] = {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": _NAME,
                "MaxSessionDuration": 14400,
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": {"Ref": "AuditorPrincipal"}},
                            "Action": _ASSUME,
                            "Condition": {
                                "StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}
                            },
                        }
                    ],
                },
            },
        }
    }
    for number, group in enumerate(parts(), 1):
        resources[f"Policy{number}"] = {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "ManagedPolicyName": f"{_NAME}-{number}",
                "PolicyDocument": policy(group),
                "Roles": [{"Ref": "Role"}],
            },
        }
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "What auditor needs to read an account, and nothing else.",
        "Parameters": {
            "AuditorPrincipal": {
                "Type": "String",
                "Description": "ARN of the role that scans: only it may assume this one.",
            },
            "ExternalId": {
                "Type": "String",
                "Description": "external_id in [aws] of the configuration.",
                "NoEcho": True,
            },
        },
        "Resources": resources,
        "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    }
    return json.dumps(template, indent=2)


_TERRAFORM = """\
variable "auditor_principal" {
  description = "ARN of the role that scans: only it may assume this one."
  type        = string
}

variable "external_id" {
  description = "external_id in [aws] of the configuration."
  type        = string
  sensitive   = true
}

resource "aws_iam_role" "auditor" {
  name                 = "NAME"
  max_session_duration = 14400
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.auditor_principal }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = var.external_id } }
    }]
  })
}

locals {
  auditor_actions = ACTIONS
}

resource "aws_iam_policy" "auditor" {
  count = length(local.auditor_actions)
  name  = "NAME-${count.index + 1}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "AuditorReads"
      Effect   = "Allow"
      Action   = local.auditor_actions[count.index]
      Resource = "*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "auditor" {
  count      = length(local.auditor_actions)
  role       = aws_iam_role.auditor.name
  policy_arn = aws_iam_policy.auditor[count.index].arn
}"""


def as_terraform() -> str:
    """Return the role and its policies as Terraform."""
    groups = json.dumps(parts(), indent=2).replace("\n", "\n  ")
    return _TERRAFORM.replace("NAME", _NAME).replace("ACTIONS", groups)
