"""Data sources whose answer is in the configuration itself."""

from __future__ import annotations

import json
from collections.abc import Callable

from auditor_resources.jsontext import as_json
from auditor_resources.model import Estate, Json, Unknown

Load = Callable[..., Estate]

POLICY = """
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "one"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::b/*"]
  }
  statement {
    sid       = "two"
    actions   = ["s3:List*"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "p" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [jsonencode({ Statement = [{ Sid = "two", Effect = "Deny" }] })]
  version                   = "2008-10-17"
  policy_id                 = "id"
  statement {
    effect      = "Deny"
    not_actions = ["iam:*", "sts:*", "iam:*"]
    resources   = ["arn:aws:s3:::&{aws:username}"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::1:root"]
    }
    principals {
      type        = "Service"
      identifiers = ["a.amazonaws.com", "b.amazonaws.com"]
    }
    not_principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      values   = ["a"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:y"
      values   = ["b", "c"]
    }
  }
}
resource "x" "y" {
  json     = data.aws_iam_policy_document.p.json
  minified = data.aws_iam_policy_document.p.minified_json
}
"""


def test_a_known_policy_document_is_text(load: Load) -> None:
    body = load(POLICY).at("x.y").body
    document = json.loads(body.get("json"))
    assert document == json.loads(body.get("minified"))
    assert document == {
        "Version": "2008-10-17",
        "Id": "id",
        "Statement": [
            {
                "Sid": "one",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::b/*",
            },
            {"Sid": "two", "Effect": "Deny"},
            {
                "Effect": "Deny",
                "NotAction": ["sts:*", "iam:*"],
                "Resource": "arn:aws:s3:::${aws:username}",
                "Principal": {
                    "AWS": "arn:aws:iam::1:root",
                    "Service": ["b.amazonaws.com", "a.amazonaws.com"],
                },
                "NotPrincipal": "*",
                "Condition": {"StringEquals": {"aws:x": "a", "aws:y": ["b", "c"]}},
            },
        ],
    }


def test_a_policy_document_with_unknown_leaves_keeps_its_structure(load: Load) -> None:
    estate = load(
        """
        variable "u" {}
        resource "aws_s3_bucket" "b" {}
        data "aws_iam_policy_document" "p" {
          statement {
            actions   = ["s3:*"]
            resources = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]
            principals {
              type        = "AWS"
              identifiers = var.u
            }
          }
          dynamic "statement" {
            for_each = var.u
            content { actions = [statement.value] }
          }
        }
        resource "x" "y" { policy = data.aws_iam_policy_document.p.json }
        """
    )
    policy = estate.at("x.y").body.get("policy")
    assert isinstance(policy, Json)
    assert policy.refs[-1] == "data.aws_iam_policy_document.p"
    document = as_json(policy)
    first = document["Statement"][0]
    assert first["Action"] == "s3:*"
    assert [item.refs for item in first["Resource"]] == [("aws_s3_bucket.b",)] * 2
    assert isinstance(first["Principal"]["AWS"], Unknown)
    assert isinstance(document["Statement"][-1], Unknown)


def test_the_answers_of_other_data_sources_are_unknown(load: Load) -> None:
    body = (
        load(
            """
        data "aws_caller_identity" "me" {}
        data "aws_region" "here" { name = "eu-west-1" }
        data "aws_partition" "p" {}
        data "template_file" "t" {
          template = "hi $${who} ${1 + 1}"
          vars     = { who = "you" }
        }
        resource "x" "y" {
          account   = data.aws_caller_identity.me.account_id
          region    = data.aws_region.here.id
          partition = data.aws_partition.p.partition
          rendered  = data.template_file.t.rendered
          arn       = "arn:${data.aws_partition.p.id}:iam::${data.aws_caller_identity.me.id}:x"
        }
        """
        )
        .at("x.y")
        .body
    )
    assert body.get("account").refs == ("data.aws_caller_identity.me",)
    assert isinstance(body.get("region"), Unknown)
    assert body.get("partition") == "aws"
    assert body.get("rendered") == "hi you 2"
    assert body.get("arn").known_text("*") == "arn:*:iam::*:x"
