"""Topics, queues and subscriptions; event buses and schema registries."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auditor_aws.testing import Refusal, Server

ACCOUNT = "123456789012"
MAIL = "ada.lovelace@example.com"
EXPECTED = {
    ("sns", "encryption.at_rest"): {"bad": "fail", "good": "pass"},
    ("sns", "encryption.customer_managed_key"): {"bad": "fail", "good": "pass"},
    ("sns", "access.public_principal"): {"bad": "fail", "good": "pass"},
    ("sns", "encryption.in_transit"): {"1": "fail", "2": "pass"},
    ("sqs", "encryption.at_rest"): {"bad": "fail", "good": "pass"},
    ("sqs", "encryption.customer_managed_key"): {"bad": "fail", "good": "pass"},
    ("sqs", "access.public_principal"): {"bad": "fail"},
    ("events", "access.public_principal"): {"default": "fail", "own": "pass"},
    ("schemas", "access.public_principal"): {"shared": "fail"},
}


def _policy(action: str, **statement: Any) -> str:
    allow = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [allow]})


def _topic(name: str) -> str:
    return f"arn:aws:sns:us-east-1:{ACCOUNT}:{name}"


@pytest.fixture
def messaging(aws: Server) -> Server:
    """``bad`` things have every fault, ``good`` ones none; one subscription waits to be
    confirmed."""
    owned = {"StringEquals": {"AWS:SourceOwner": ACCOUNT}}
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    aws.stub("sns", "ListTopics", {"Topics": [{"TopicArn": _topic(n)} for n in ("bad", "good")]})
    topics = {
        _topic("bad"): {"Policy": _policy("SNS:Publish")},
        _topic("good"): {
            "Policy": _policy("SNS:Publish", Condition=owned),
            "KmsMasterKeyId": key,
        },
    }
    aws.stub(
        "sns", "GetTopicAttributes", lambda asked, *_: {"Attributes": topics[asked["TopicArn"]]}
    )
    subscribed = [
        (_topic("bad") + ":1", "http", "http://example.com/hook"),
        (_topic("bad") + ":2", "https", "https://example.com/hook"),
        (_topic("bad") + ":3", "email", MAIL),
        ("PendingConfirmation", "http", "http://example.com/other"),
    ]
    aws.stub(
        "sns",
        "ListSubscriptions",
        {
            "Subscriptions": [
                {
                    "SubscriptionArn": arn,
                    "Owner": ACCOUNT,
                    "Protocol": protocol,
                    "Endpoint": endpoint,
                    "TopicArn": _topic("bad"),
                }
                for arn, protocol, endpoint in subscribed
            ]
        },
    )
    queues = {
        "bad": {"SqsManagedSseEnabled": "false", "Policy": _policy("sqs:SendMessage")},
        "good": {"SqsManagedSseEnabled": "false", "KmsMasterKeyId": key},
    }
    aws.stub(
        "sqs",
        "ListQueues",
        {"QueueUrls": [f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/{n}" for n in queues]},
    )
    aws.stub(
        "sqs",
        "GetQueueAttributes",
        lambda asked, *_: {"Attributes": queues[asked["QueueUrl"].rpartition("/")[2]]},
    )
    policies = {
        "default": _policy("events:PutEvents"),
        "own": _policy("events:PutEvents", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
        "quiet": None,
    }

    def buses(asked: dict[str, Any], *_: str) -> dict[str, Any]:
        """Two buses a page."""
        found = []
        for name, policy in policies.items():
            bus = {"Name": name, "Arn": f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/{name}"}
            found.append({**bus, "Policy": policy} if policy else bus)
        if "NextToken" in asked:
            return {"EventBuses": found[2:]}
        return {"EventBuses": found[:2], "NextToken": "2"}

    aws.stub("events", "ListEventBuses", buses)
    registry = f"arn:aws:schemas:us-east-1:{ACCOUNT}:registry"
    aws.stub(
        "schemas",
        "ListRegistries",
        {
            "Registries": [
                {"RegistryName": name, "RegistryArn": f"{registry}/{name}"}
                for name in ("shared", "private")
            ]
        },
    )
    none = Refusal("NotFoundException", "no policy", 404)
    aws.stub(
        "schemas",
        "GetResourcePolicy",
        lambda asked, *_: (
            {"Policy": _policy("schemas:*")} if asked["RegistryName"] == "shared" else none
        ),
    )
    return aws


@pytest.mark.parametrize("service", sorted({service for service, _ in EXPECTED}))
def test_verdicts(messaging: Server, audited: Callable[..., Any], service: str) -> None:
    audit = audited(service)
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    wanted = {check: found for (of, check), found in EXPECTED.items() if of == service}
    assert {check: audit.verdicts(check) for check in wanted} == wanted


def test_addresses_of_people_are_not_kept(messaging: Server, audited: Callable[..., Any]) -> None:
    audit = audited("sns")
    assert audit.evidence
    assert not [content for content in audit.evidence if MAIL.encode() in content]


def test_a_key_that_aws_keeps_is_not_the_customers(
    messaging: Server, audited: Callable[..., Any]
) -> None:
    alias = {"AliasName": "alias/aws/sqs", "TargetKeyId": "k1"}
    messaging.stub("kms", "ListAliases", {"Aliases": [alias]})
    arn = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k1"
    messaging.stub("sqs", "GetQueueAttributes", {"Attributes": {"KmsMasterKeyId": arn}})
    found = audited("sqs").verdicts("encryption.customer_managed_key")
    assert found == {"bad": "fail", "good": "fail"}


BOTH = {"bad": "unknown", "good": "unknown"}


@pytest.mark.parametrize(
    ("operation", "check", "expected"),
    [
        ("sns:GetTopicAttributes", "encryption.at_rest", BOTH),
        ("sns:GetTopicAttributes", "access.public_principal", BOTH),
        ("sqs:GetQueueAttributes", "encryption.at_rest", BOTH),
        (
            "schemas:GetResourcePolicy",
            "access.public_principal",
            {"shared": "unknown", "private": "unknown"},
        ),
        ("events:ListEventBuses", "access.public_principal", {}),
    ],
)
def test_what_is_refused_is_unknown(
    messaging: Server,
    audited: Callable[..., Any],
    operation: str,
    check: str,
    expected: dict[str, str],
) -> None:
    service = operation.partition(":")[0]
    with messaging.faulty(operation, "denied"):
        audit = audited(service)
    assert audit.verdicts(check) == expected
    assert [gap.address for gap in audit.gaps] == [operation]


def test_a_queue_of_which_aws_says_nothing_is_unknown(
    messaging: Server, audited: Callable[..., Any]
) -> None:
    messaging.stub("sqs", "GetQueueAttributes", {})
    assert audited("sqs").verdicts("encryption.at_rest") == BOTH
