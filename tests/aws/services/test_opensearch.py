"""Search domains."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from auditor.facts import Component, Setting, Unknown
from auditor_aws.testing import Server

ARN = "arn:aws:es:us-east-1:123456789012:domain/"
ANYONE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "es:*", "Resource": f"{ARN}bad/*"}
        ],
    }
)
EXPECTED = {
    "encryption.at_rest": {"bad": "fail", "good": "pass"},
    "encryption.node_to_node": {"bad": "fail", "good": "pass"},
    "certificates.plain_http": {"bad": "fail", "good": "pass"},
    "certificates.outdated_tls": {"bad": "fail", "good": "pass"},
    "access.public_principal": {"bad": "fail"},
    "logging.service_logs_disabled": {"bad": "fail", "good": "pass"},
    "logging.search_audit_log_disabled": {"bad": "fail", "good": "pass"},
    "resilience.single_zone": {"bad": "fail", "good": "pass"},
}
SETTINGS = {
    "fine_grained_access": {"bad": False, "good": True},
    "federated_sign_in": {"bad": False, "good": True},
    "local_accounts_disabled": {"good": True},
    "updates_applied": {"bad": False, "good": True},
}


@pytest.fixture
def domains(aws: Server) -> Server:
    bad = {
        "DomainId": "1/bad",
        "DomainName": "bad",
        "ARN": f"{ARN}bad",
        "EngineVersion": "Elasticsearch_7.10",
        "ClusterConfig": {"InstanceCount": 1, "ZoneAwarenessEnabled": False},
        "AccessPolicies": ANYONE,
        "EncryptionAtRestOptions": {"Enabled": False},
        "NodeToNodeEncryptionOptions": {"Enabled": False},
        "DomainEndpointOptions": {
            "EnforceHTTPS": False,
            "TLSSecurityPolicy": "Policy-Min-TLS-1-0-2019-07",
        },
        "ServiceSoftwareOptions": {"UpdateAvailable": True},
        "CognitoOptions": {"Enabled": False},
    }
    good = {
        "DomainId": "1/good",
        "DomainName": "good",
        "ARN": f"{ARN}good",
        "EngineVersion": "OpenSearch_2.17",
        "ClusterConfig": {
            "InstanceCount": 3,
            "ZoneAwarenessEnabled": True,
            "DedicatedMasterEnabled": True,
            "DedicatedMasterCount": 3,
        },
        "AccessPolicies": ANYONE,
        "VPCOptions": {"VPCId": "vpc-1", "SubnetIds": ["subnet-1"]},
        "EncryptionAtRestOptions": {"Enabled": True, "KmsKeyId": "key-1"},
        "NodeToNodeEncryptionOptions": {"Enabled": True},
        "DomainEndpointOptions": {
            "EnforceHTTPS": True,
            "TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
        },
        "LogPublishingOptions": {"AUDIT_LOGS": {"Enabled": True}},
        "ServiceSoftwareOptions": {"UpdateAvailable": False},
        "AdvancedSecurityOptions": {
            "Enabled": True,
            "InternalUserDatabaseEnabled": False,
            "SAMLOptions": {"Enabled": True},
        },
    }
    names = [{"DomainName": "bad"}, {"DomainName": "good"}]
    aws.stub("opensearch", "ListDomainNames", {"DomainNames": names})
    aws.stub("opensearch", "DescribeDomains", {"DomainStatusList": [bad, good]})
    return aws


def by_name(values: dict) -> dict:
    return {address.rpartition("/")[2]: value for address, value in values.items()}


def test_domains(domains: Server, audited: Callable) -> None:
    audit = audited("opensearch")
    assert audit.gaps == []
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert {name: by_name(audit.settings(name)) for name in SETTINGS} == SETTINGS
    redundant = {
        (fact.origin.address.rpartition("/")[2], fact.part): fact.value
        for fact in audit.of(Setting)
        if fact.name == "redundant"
    }
    assert redundant == {
        ("bad", "data_nodes"): False,
        ("bad", "master_nodes"): False,
        ("good", "data_nodes"): True,
        ("good", "master_nodes"): True,
    }
    assert [(fact.product, fact.version) for fact in audit.of(Component)] == [
        ("amazon-opensearch", "2.17")
    ]
    assert not [f for f in audit.of(Setting) if isinstance(f.value, Unknown)]


@pytest.mark.parametrize("operation", ["opensearch:ListDomainNames", "opensearch:DescribeDomains"])
def test_refused(domains: Server, audited: Callable, operation: str) -> None:
    with domains.faulty(operation, "denied"):
        audit = audited("opensearch")
    assert audit.facts == []
    assert [gap.address for gap in audit.gaps] == [operation]
