"""Comments that accept a finding are found where they stand and cover what they should."""

from __future__ import annotations

import pytest

from auditor_terraform.ignores import find, ignored_region

WHERE = """\
# auditor:ignore=a.b until=2027-01-31 reason="whole block"
resource "x" "first" {
  #checkov:skip=CKV_AWS_1:accepted by the team
  a = 1 # trivy:ignore:AVD-AWS-0001
  # trivy:ignore:AVD-AWS-0002
  # a remark
  b = {
    c = 1
  }
  rule { # tfsec:ignore:aws-x
    // tfsec:ignore:aws-y:exp:2027-01-01
    d = 1
  }
  # trivy:ignore:AVD-AWS-0003
}
resource "x" "second" { #trivy:ignore:AVD-AWS-0004 trivy:ignore:AVD-AWS-0005
  a = "# trivy:ignore:AVD-IN-STRING"
  b = <<EOT
# checkov:skip=CKV_IN_HEREDOC:no
EOT
}
/* trivy:ignore:AVD-AWS-0006 */
resource "x" "third" {
}
"""


def test_each_comment_covers_its_region() -> None:
    found = find(WHERE, "main.tf")
    assert [(item.kind, item.ids, ignored_region(item, WHERE)) for item in found] == [
        ("auditor", ("a.b",), (2, 15)),
        ("checkov", ("CKV_AWS_1",), (2, 15)),
        ("trivy", ("AVD-AWS-0001",), (4, 4)),
        ("trivy", ("AVD-AWS-0002",), (7, 9)),
        ("tfsec", ("aws-x",), (10, 13)),
        ("tfsec", ("aws-y",), (12, 12)),
        ("trivy", ("AVD-AWS-0003",), (14, 14)),
        ("trivy", ("AVD-AWS-0004",), (16, 21)),
        ("trivy", ("AVD-AWS-0005",), (16, 21)),
        ("trivy", ("AVD-AWS-0006",), (23, 24)),
    ]
    assert found[0].reason == "whole block"
    assert found[0].until == "2027-01-31"
    assert found[1].reason == "accepted by the team"
    assert found[5].until == "2027-01-01"
    assert not any(item.problem for item in found)
    assert all(item.place.file == "main.tf" for item in found)


@pytest.mark.parametrize(
    ("comment", "ids", "problem"),
    [
        ('auditor:ignore=a.b until=2027-01-31 reason="r"', ("a.b",), ""),
        ("auditor:ignore=a.b,c.d until=2027-01-31 reason=word", ("a.b", "c.d"), ""),
        ("auditor:ignore=a.b until=2027-01-31", ("a.b",), 'reason="…" missing'),
        ('auditor:ignore=a.b reason="r"', ("a.b",), "until=YYYY-MM-DD missing"),
        ('auditor:ignore=a.b until=2027-01-31 reason=" "', ("a.b",), 'reason="…" missing'),
        ("auditor:ignore", (), 'check and until=YYYY-MM-DD and reason="…" missing'),
        ('auditor:ignore=a until=2027-02-30 reason="r"', ("a",), "the date is not a date"),
        ('auditor:ignore=a until=soon reason="r"', ("a",), "the date is not a date"),
        ('auditor:ignore=a until=20270131 reason="r"', ("a",), "the date is not YYYY-MM-DD"),
        ("trivy:ignore:AVD-1 exp:2027-01-31", ("AVD-1",), ""),
        ("trivy:ignore:AVD-1:exp:2027-13-31", ("AVD-1",), "the date is not a date"),
        ("trivy:ignore:AVD-1:ws:prod", ("AVD-1",), "workspace prod"),
        ("trivy:ignore:aws-s3-x[name=y]", ("aws-s3-x",), "conditions in brackets"),
        ("tfsec:ignore:*", ("*",), ""),
        ("checkov:skip=CKV_1,CKV_2:both", ("CKV_1", "CKV_2"), ""),
        ("bridgecrew:skip=BC_1", ("BC_1",), ""),
    ],
)
def test_the_forms_of_requests(comment: str, ids: tuple[str, ...], problem: str) -> None:
    (found,) = find(f"# {comment}\n", "main.tf")
    assert found.ids == ids
    assert found.problem.startswith(problem) or problem in found.problem
    assert bool(found.problem) is bool(problem)


def test_only_configuration_in_native_syntax_has_requests() -> None:
    assert find("# trivy:ignore:AVD-1\n", "policy.json") == []
    assert find(b"\xff # trivy:ignore:AVD-1\n", "main.tf") is not None
    assert find("", "main.tf") == []


def test_requests_in_a_file_with_a_fault_are_found_all_the_same() -> None:
    found = find('# trivy:ignore:AVD-1\nresource "x" "y" {\n  a = 1\n}\nresource {\n', "main.tf")
    assert [ignored_region(item, 'resource "x" "y" {\n') for item in found] == [(1, 1)]
