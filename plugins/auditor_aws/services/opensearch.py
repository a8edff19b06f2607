"""OpenSearch domains, Elasticsearch ones among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource

_AT_ONCE = 5
"""Domains that one call describes (OpenSearch API, DescribeDomains)."""
_KIND = "aws_opensearch_domain"


def domains(api: Api) -> Iterator[Resource | Fact]:
    """Yield every domain, and whether an update of its software waits."""
    names = [
        item["DomainName"] for item in api.pages("opensearch", "list_domain_names", "DomainNames")
    ]
    keys = ManagedKeys(api)
    for start in range(0, len(names), _AT_ONCE):
        for item in api.pages(
            "opensearch",
            "describe_domains",
            "DomainStatusList",
            DomainNames=names[start : start + _AT_ONCE],
        ):
            if item.get("Deleted"):
                continue
            address = item["ARN"]
            yield api.resource(_KIND, address, item, _values(item, keys), item["DomainName"])
            waits = dig(item, "ServiceSoftwareOptions", "UpdateAvailable")
            if waits is not None:
                yield api.setting(
                    _KIND, address, "OpenSearch domain", "updates_applied", not waits, item
                )


def _values(item: Item, keys: ManagedKeys) -> dict[str, Any]:
    cluster = item["ClusterConfig"]
    rest = item.get("EncryptionAtRestOptions") or {}
    endpoint = item.get("DomainEndpointOptions") or {}
    security = item.get("AdvancedSecurityOptions") or {}
    return {
        "domain_name": item["DomainName"],
        "engine_version": item.get("EngineVersion"),
        "access_policies": item.get("AccessPolicies") or None,
        "encrypt_at_rest": {
            "enabled": rest.get("Enabled", False),
            "kms_key_id": keys.named(rest.get("KmsKeyId")),
        },
        "node_to_node_encryption": {
            "enabled": dig(item, "NodeToNodeEncryptionOptions", "Enabled") or False
        },
        "cluster_config": {
            "instance_count": cluster.get("InstanceCount"),
            "zone_awareness_enabled": cluster.get("ZoneAwarenessEnabled"),
            "dedicated_master_enabled": cluster.get("DedicatedMasterEnabled"),
            "dedicated_master_count": cluster.get("DedicatedMasterCount"),
        },
        "domain_endpoint_options": {
            "enforce_https": endpoint.get("EnforceHTTPS", False),
            "tls_security_policy": endpoint.get("TLSSecurityPolicy"),
        },
        "log_publishing_options": [
            {"log_type": kind, "enabled": options.get("Enabled", False)}
            for kind, options in (item.get("LogPublishingOptions") or {}).items()
        ],
        "vpc_options": {"vpc_id": item["VPCOptions"].get("VPCId")}
        if dig(item, "VPCOptions", "VPCId")
        else None,
        "advanced_security_options": {
            "enabled": security.get("Enabled", False),
            "internal_user_database_enabled": security.get("InternalUserDatabaseEnabled", False),
            "saml_options": {"enabled": dig(security, "SAMLOptions", "Enabled") or False},
        },
        "cognito_options": {"enabled": dig(item, "CognitoOptions", "Enabled") or False},
    }


SERVICE = Service(
    name="opensearch",
    reach=Reach.REGIONAL,
    operations=("opensearch:ListDomainNames", "opensearch:DescribeDomains", KEY_ALIASES),
    parts=(domains,),
)
