"""Policy documents become grants, and what cannot be read stays unknown with its reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditor.facts import ANYONE, Condition, Grant, Unknown
from auditor_resources import model
from auditor_resources.translate._policy import grants

BUCKET = model.Unknown("known after apply: aws_s3_bucket.b.arn", ("aws_s3_bucket.b",))
VARIABLE = model.Unknown("var.x has no value")


def only(statement: Any) -> Grant:
    """Return the grant of a document with one statement that has holes."""
    found = grants(model.Json({"Statement": [statement]}, "holes"))
    assert isinstance(found, tuple)
    return found[0]


def test_a_statement_is_read_element_by_element() -> None:
    statement = {
        "Sid": "Read",
        "Effect": "Deny",
        "NotAction": "s3:GetObject",
        "NotResource": ["arn:aws:s3:::b/*"],
        "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:role/r"},
        "Condition": {"Bool": {"aws:SecureTransport": False}},
    }
    assert grants(json.dumps({"Statement": [statement]})) == (
        Grant(
            effect="deny",
            not_actions=("s3:GetObject",),
            not_resources=("arn:aws:s3:::b/*",),
            not_principals=("arn:aws:iam::123456789012:role/r",),
            conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
            statement="Read",
        ),
    )


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", (ANYONE,)),
        ({"AWS": "*"}, (ANYONE,)),
        ({"AWS": ["123456789012"]}, ("arn:aws:iam::123456789012:root",)),
        ({"Service": "lambda.amazonaws.com"}, ("service:lambda.amazonaws.com",)),
        ({"Federated": "example.com"}, ("federated:example.com",)),
        ({"CanonicalUser": "79a5"}, ("canonical:79a5",)),
        ({"AWS": BUCKET}, ("${aws_s3_bucket.b}",)),
        ({"AWS": VARIABLE}, (Unknown(VARIABLE.reason),)),
        (VARIABLE, (Unknown(VARIABLE.reason),)),
    ],
)
def test_principals(principal: Any, expected: tuple[str | Unknown, ...]) -> None:
    assert only({"Effect": "Allow", "Principal": principal, "Action": "*"}).principals == expected


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (BUCKET, "${aws_s3_bucket.b}"),
        (model.Partial((BUCKET, "/*")), "${aws_s3_bucket.b}/*"),
        (model.Partial(("arn:aws:s3:::", VARIABLE)), "arn:aws:s3:::${…}"),
        (model.Partial((BUCKET, "*")), "${aws_s3_bucket.b}*"),
        (model.Partial((VARIABLE, "*")), Unknown(VARIABLE.reason)),
        (VARIABLE, Unknown(VARIABLE.reason)),
    ],
)
def test_resources_keep_their_known_text(resource: Any, expected: str | Unknown) -> None:
    assert only({"Effect": "Allow", "Action": "s3:*", "Resource": resource}).resources == (
        expected,
    )


def test_an_action_with_a_hole_is_unknown() -> None:
    action = model.Partial(("s3:", VARIABLE))
    assert only({"Effect": "Allow", "Action": action}).actions == (Unknown(VARIABLE.reason),)


def test_a_text_with_holes_is_read_around_them() -> None:
    text = model.Partial(
        ('{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "', BUCKET, '"}]}')
    )
    found = grants(text)
    assert isinstance(found, tuple)
    assert found[0].resources == ("${aws_s3_bucket.b}",)


@pytest.mark.parametrize(
    "statement", [VARIABLE, "text", {"Action": "*"}, {"Effect": "Perhaps", "Action": "*"}]
)
def test_a_malformed_statement_is_unknown(statement: Any) -> None:
    assert isinstance(only(statement).effect, Unknown)


@pytest.mark.parametrize("condition", [[1], "x", {"Bool": "x"}, {"Bool": {"a:b": {"c": 1}}}])
def test_a_malformed_condition_is_unknown(condition: Any) -> None:
    grant = only({"Effect": "Allow", "Action": "*", "Condition": condition})
    assert isinstance(grant.conditions[0].values, Unknown)


@pytest.mark.parametrize(
    "value", [None, "", "{", "[]", 3, [], {}, '{"Statement": null}', VARIABLE, '{"Version": "1"}']
)
def test_what_is_no_policy_is_unknown(value: Any) -> None:
    assert isinstance(grants(value), Unknown)
