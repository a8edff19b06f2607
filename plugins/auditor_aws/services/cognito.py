"""Cognito: user pools with their app clients, and identity pools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._web_acls import OPERATIONS as FIREWALLS
from auditor_aws.services._web_acls import associations
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_MOST = 60
"""Pools and clients a page."""
_RISK = "aws_cognito_risk_configuration"
_LEAKED = "compromised_credentials_risk_configuration"
_TAKEOVER = "account_takeover_risk_configuration"


def user_pools(api: Api) -> Iterator[Resource]:
    """Yield every user pool with its app clients: two calls for a pool, three where threats are
    looked for, and one for a client."""
    listed = list(api.pages("cognito-idp", "list_user_pools", "UserPools", MaxResults=_MOST))
    if listed:
        yield from associations(api, "COGNITO_USER_POOL")
    yield from api.each(listed, lambda item: _pool(api, item))


def _pool(api: Api, item: Item) -> Iterator[Resource]:
    number = item["Id"]
    found = dig(
        api.ask("cognito-idp", "describe_user_pool", item=item, UserPoolId=number), "UserPool"
    )
    address = api.arn("cognito-idp", f"userpool/{number}")
    mode = dig(found, "UserPoolAddOns", "AdvancedSecurityMode")
    values = {
        "arn": address,
        "id": number,
        "mfa_configuration": dig(found, "MfaConfiguration"),
        "deletion_protection": dig(found, "DeletionProtection"),
        "user_pool_add_ons": {"advanced_security_mode": mode},
        "admin_create_user_config": {
            "allow_admin_create_user_only": dig(
                found, "AdminCreateUserConfig", "AllowAdminCreateUserOnly"
            )
        },
        "account_recovery_setting": _recovery(found),
        "password_policy": _passwords(dig(found, "Policies", "PasswordPolicy")),
    }
    if isinstance(mode, Unknown):
        yield _risk(api, item, address, mode)
    elif mode and mode != "OFF":
        answer = api.ask("cognito-idp", "describe_risk_configuration", item=item, UserPoolId=number)
        yield _risk(api, item, address, dig(answer, "RiskConfiguration"))
    yield api.resource("aws_cognito_user_pool", address, item, values, item.get("Name", ""))
    yield from _clients(api, number)


def _recovery(found: Any) -> Any:
    ways = dig(found, "AccountRecoverySetting", "RecoveryMechanisms")
    if isinstance(ways, Unknown):
        return ways
    mechanisms = [{"name": way["Name"], "priority": way["Priority"]} for way in ways or ()]
    return {"recovery_mechanism": mechanisms}


def _passwords(found: Any) -> Any:
    if isinstance(found, Unknown):
        return found
    if not found:
        return []
    return {
        "minimum_length": found.get("MinimumLength"),
        "require_lowercase": found.get("RequireLowercase"),
        "require_uppercase": found.get("RequireUppercase"),
        "require_numbers": found.get("RequireNumbers"),
        "require_symbols": found.get("RequireSymbols"),
        "temporary_password_validity_days": found.get("TemporaryPasswordValidityDays"),
    }


def _risk(api: Api, item: Item, address: str, found: Any) -> Resource:
    """Return what the pool does about threats; of the two parts each may be left as it is."""
    values: dict[str, Any] = {"user_pool_id": item["Id"], "client_id": None}
    if isinstance(found, Unknown):
        values.update(dict.fromkeys((_LEAKED, _TAKEOVER), found))
        return api.resource(_RISK, address, item, values)
    leaked = found.get("CompromisedCredentialsRiskConfiguration") or {}
    takeover = dig(found, "AccountTakeoverRiskConfiguration", "Actions")
    values |= {
        _LEAKED: {
            "event_filter": leaked.get("EventFilter") or None,
            "actions": {"event_action": dig(leaked, "Actions", "EventAction")},
        },
        _TAKEOVER: {
            "actions": {
                f"{risk.lower()}_action": {
                    "event_action": dig(takeover, f"{risk}Action", "EventAction")
                }
                for risk in ("Low", "Medium", "High")
            }
        },
    }
    return api.resource(_RISK, address, item, values)


def _clients(api: Api, pool: str) -> Iterator[Resource]:
    """Yield the app clients of a pool; that a secret comes back with each cannot be helped, it
    is not kept."""
    listed = api.listed(
        "cognito-idp",
        "list_user_pool_clients",
        "UserPoolClients",
        UserPoolId=pool,
        MaxResults=_MOST,
    )
    for item in () if isinstance(listed, Unknown) else listed:
        found = dig(
            api.ask(
                "cognito-idp",
                "describe_user_pool_client",
                item=item,
                conceal=("UserPoolClient.ClientSecret",),
                UserPoolId=pool,
                ClientId=item["ClientId"],
            ),
            "UserPoolClient",
        )
        values = {
            "enable_token_revocation": _or_off(dig(found, "EnableTokenRevocation")),
            "prevent_user_existence_errors": dig(found, "PreventUserExistenceErrors"),
        }
        address = api.arn("cognito-idp", f"userpool/{pool}/client/{item['ClientId']}")
        yield api.resource("aws_cognito_user_pool_client", address, item, values)


def _or_off(value: Any) -> Any:
    """Clients made before tokens could be revoked have no such switch (user guide)."""
    return False if value is None else value


def identity_pools(api: Api) -> Iterator[Resource]:
    """Yield every identity pool: one call for each."""
    listed = api.pages("cognito-identity", "list_identity_pools", "IdentityPools", MaxResults=_MOST)
    yield from api.each(listed, lambda item: [_identity_pool(api, item)])


def _identity_pool(api: Api, item: Item) -> Resource:
    number = item["IdentityPoolId"]
    found = api.ask("cognito-identity", "describe_identity_pool", item=item, IdentityPoolId=number)
    values = {"allow_unauthenticated_identities": dig(found, "AllowUnauthenticatedIdentities")}
    address = api.arn("cognito-identity", f"identitypool/{number}")
    return api.resource("aws_cognito_identity_pool", address, item, values)


SERVICE = Service(
    name="cognito",
    reach=Reach.REGIONAL,
    operations=(
        "cognito-idp:DescribeRiskConfiguration",
        "cognito-idp:DescribeUserPool",
        "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:ListUserPoolClients",
        "cognito-idp:ListUserPools",
        "cognito-identity:DescribeIdentityPool",
        "cognito-identity:ListIdentityPools",
        *FIREWALLS,
    ),
    parts=(user_pools, identity_pools),
)
