"""Who may do what in Azure: role assignments, role definitions, application secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from auditor.facts import AccessPolicy, Credential, Fact, Grant, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, text, texts, translates, unknown
from auditor_resources.translate._network import elements
from auditor_resources.translate._policy import shown

_BUILT_IN = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
}
"""Ids of built-in roles, the same in every tenant (Azure RBAC, *Built-in roles*)."""

_WIDE_SCOPE = re.compile(
    r"/|/subscriptions/[^/]+/?|/providers/Microsoft\.Management/managementGroups/[^/]+/?", re.I
)
_WIDE_KINDS = ("azurerm_subscription", "azurerm_management_group")


def _scope(value: Any) -> str | Unknown:
    """Return ``*`` for a whole subscription or management group, else the scope's name."""
    if isinstance(value, model.Unknown) and not isinstance(value, model.Partial):
        if len(value.refs) == 1 and any(f"{kind}." in value.refs[0] for kind in _WIDE_KINDS):
            return "*"
        return shown(value)
    if isinstance(value, model.Partial):
        text_ = value.known_text("x")
        return "*" if _WIDE_SCOPE.fullmatch(text_) else shown(value)
    scope = shown(value)
    return "*" if isinstance(scope, str) and _WIDE_SCOPE.fullmatch(scope) else scope


def _role(body: Body) -> str | Unknown:
    name = text(body, "role_definition_name").value
    if name is not None:
        return name if isinstance(name, Unknown) else str(name)
    identifier = body.get("role_definition_id")
    if isinstance(identifier, model.Partial):
        identifier = identifier.known_text("x")
    if isinstance(identifier, model.Unknown):
        return shown(identifier)
    if isinstance(identifier, str):
        return _BUILT_IN.get(identifier.rpartition("/")[2].lower(), identifier)
    return Unknown("no role is named")


@translates("azurerm_role_assignment")
def assignment(resource: Resource, context: Context) -> Iterator[Fact]:
    """A role given to somebody on a scope."""
    body = resource.body
    grant = Grant(role=_role(body), resources=(_scope(body.get("scope")),))
    yield context.fact(
        AccessPolicy,
        resource,
        "role assignment",
        answers={
            "grants": Answer((grant,), body.place_of("role_definition_name", "role_definition_id"))
        },
        purpose="identity",
    )


def _words(body: Body, name: str) -> tuple[str | Unknown, ...]:
    found = texts(body, name)
    return (found,) if isinstance(found, Unknown) else found or ()


def _permission(body: Body, scopes: tuple[str | Unknown, ...], at: str) -> Grant:
    """Read one block. ``*`` less some actions is written as everything but those."""
    actions, excluded = _words(body, "actions"), _words(body, "not_actions")
    if "*" in actions and excluded:
        return Grant(not_actions=excluded, resources=scopes, statement=at)
    return Grant(actions=actions, resources=scopes, statement=at)


@translates("azurerm_role_definition")
def definition(resource: Resource, context: Context) -> Iterator[Fact]:
    """A custom role; it can be assigned on its own scope unless others are listed."""
    body = resource.body
    listed = elements(body, "assignable_scopes") or elements(body, "scope")
    scopes = tuple(_scope(item) for item in listed)
    hole = body.hole("permissions")
    grants: tuple[Grant, ...] | Unknown = tuple(
        _permission(block, scopes, f"permissions[{index}]")
        for index, block in enumerate(body.blocks("permissions"))
    )
    if hole is not None:
        grants = unknown(hole)
    yield context.fact(
        AccessPolicy,
        resource,
        "role definition",
        answers={"grants": Answer(grants, body.place_of("permissions"))},
        purpose="identity",
    )


@translates("azuread_application_password", "azuread_service_principal_password")
def application_secret(resource: Resource, context: Context) -> Iterator[Fact]:
    """A secret of an application, which lies in the state."""
    body = resource.body
    names = ("application_id", "application_object_id", "service_principal_id")
    name = next((item for item in names if body.get(item) is not None), names[0])
    yield context.fact(
        Credential,
        resource,
        "application secret",
        answers={"principal": Answer(shown(body.get(name)), body.place_of(name))},
        form="client secret",
    )
