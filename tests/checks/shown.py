"""What the pages of checks show, as files that can be audited.

A page may show a part of a configuration. Terraform's statements and container definitions, and
fields of Kubernetes' objects, are put where they belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import indent
from typing import Any

import yaml

from auditor.checking import Check, card
from auditor.facts import (
    AccessBinding,
    AccessRole,
    AdmissionHook,
    Fact,
    Namespace,
    NetworkPolicy,
    NetworkService,
    Route,
    ServiceAccount,
)

COMMANDS = ("auditor", "helm", "kubectl")
TERRAFORM = ("resource", "data", "module", "provider", "variable")
TERRAFORM_PARTS = {
    "statement": 'data "aws_iam_policy_document" "{name}" {{\n{body}\n}}\n'
    'resource "aws_iam_policy" "{name}" {{\n'
    "  policy = data.aws_iam_policy_document.{name}.json\n}}\n",
    "condition": 'data "aws_iam_policy_document" "{name}" {{\n  statement {{\n{body}\n  }}\n}}\n',
    "container_definitions": 'resource "aws_ecs_task_definition" "{name}" {{\n{body}\n}}\n',
}

POD: dict[str, Any] = {"apiVersion": "v1", "kind": "Pod"}
DEPLOYMENT: dict[str, Any] = {"apiVersion": "apps/v1", "kind": "Deployment"}
BINDING: dict[str, Any] = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "RoleBinding",
    "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
}
HOMES: dict[type[Fact], dict[str, Any]] = {
    AccessBinding: BINDING,
    AccessRole: {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"},
    AdmissionHook: {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
    },
    Namespace: {"apiVersion": "v1", "kind": "Namespace"},
    NetworkPolicy: {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "spec": {"podSelector": {}},
    },
    NetworkService: {"apiVersion": "v1", "kind": "Service"},
    Route: {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress"},
    ServiceAccount: {"apiVersion": "v1", "kind": "ServiceAccount"},
}
OF_OBJECTS = {"metadata", "rules", "spec", "subjects", "webhooks"}
OF_SPECS = {"containers", "egress", "ingress", "volumes"}
OF_CONTAINERS = {"args", "env", "ports", "securityContext", "volumeMounts"}
OF_PODS_ALONE = {"fsGroup", "supplementalGroups", "sysctls"}
IMAGE = "registry.example/web:1.4.2"


def blocks(check: Check) -> Iterator[str]:
    """Yield the indented blocks under *How to mend it*."""
    for block in re.findall(r"(?:^(?:    .*)?\n)+", card(check).mend + "\n", re.M):
        if block.strip():
            yield re.sub(r"^    ", "", block, flags=re.M).strip("\n")


def files(check: Check) -> dict[str, str]:
    """Return what a page shows by file name; commands are for people, settings for auditor."""
    shown: dict[str, list[str]] = {}
    for number, block in enumerate(blocks(check)):
        word = (re.match(r"\w+|\[", block) or [""])[0]
        if word == "[":
            shown.setdefault("auditor.toml", []).append(block)
        elif word in TERRAFORM:
            shown.setdefault("main.tf", []).append(block)
        elif word in TERRAFORM_PARTS:
            name, body = f"shown_{number}", indent(block, "  ")
            part = TERRAFORM_PARTS[word].format(name=name, body=body)
            shown.setdefault("main.tf", []).append(part)
        elif word == "apiVersion":
            shown.setdefault("shown.yaml", []).append("---\n" + block)
        elif word not in COMMANDS:
            whole = yaml.safe_dump(completed(check, yaml.safe_load(block)), sort_keys=False)
            shown.setdefault("shown.yaml", []).append("---\n" + whole)
    return {name: "\n".join(parts) + "\n" for name, parts in shown.items()}


def completed(check: Check, part: dict[str, Any]) -> dict[str, Any]:
    """Return the object that a part of one belongs to, by what its check judges."""
    assert part.keys() <= OF_OBJECTS | OF_SPECS | OF_CONTAINERS, part
    home = BINDING if "subjects" in part else HOMES.get(check.facts, POD)
    if home is POD and "template" in part.get("spec", {}):
        home = DEPLOYMENT
    whole = merged({"metadata": {"name": "shown", "namespace": "shop"}, "spec": {}}, home)
    context = part.get("securityContext", {})
    container = {name: part[name] for name in part.keys() & OF_CONTAINERS}
    if context.keys() & OF_PODS_ALONE:
        whole["spec"]["securityContext"] = container.pop("securityContext")
    whole = merged(whole, {name: part[name] for name in part.keys() & OF_OBJECTS})
    whole["spec"] |= {name: part[name] for name in part.keys() & OF_SPECS}
    pod = whole["spec"]["template"]["spec"] if home is DEPLOYMENT else whole["spec"]
    if home in (POD, DEPLOYMENT):
        pod["containers"] = [
            {"image": IMAGE, **one} for one in pod.get("containers", [{"name": "web", **container}])
        ]
    if not whole["spec"]:
        del whole["spec"]
    return whole


def merged(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return ``base`` with the fields of ``more``, which are joined where both are mappings."""
    joined = {**base, **more}
    for name in base.keys() & more.keys():
        if isinstance(base[name], dict):
            joined[name] = merged(base[name], more[name])
    return joined
