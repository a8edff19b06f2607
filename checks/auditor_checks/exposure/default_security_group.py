"""The rules that a network starts with, still in place.

Why it matters
    Whatever is started without naming a group lands in the default one. As long as it has rules,
    forgetting a line means being open to each other, and maybe to the world.

Verdicts
    FAIL when the default group of a network holds any rule, in or out, and when a Google project
    keeps its default network. PASS when there is no rule. UNKNOWN when the rules could not be
    read. Other groups are not judged.

How to mend it
    Take the default group under management and leave it empty.

        resource "aws_default_security_group" "main" {
          vpc_id = aws_vpc.main.id
        }

    Move what still uses it to groups of its own first.

Sources
    Default security groups for your VPCs, https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
    CIS AWS Foundations 3.0: 5.4; 5.0: 5.5, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Firewall


def judge(firewall: Firewall, view: View[Settings]) -> Iterator[Verdict]:
    """Count the rules of a default group."""
    if not firewall.default or firewall.layer != "group":
        return
    subject, count = firewall.subject, len(firewall.rules)
    if count:
        held = "a rule" if count == 1 else f"{count} rules"
        yield Verdict(Outcome.FAIL, f"{subject} holds {held}; it should hold none", "rules")
    elif firewall.unread is not None:
        yield Verdict(Outcome.UNKNOWN, firewall.unread.reason, "rules")
    else:
        yield Verdict(Outcome.PASS, f"{subject} holds no rules", "rules")


CHECK = Check(
    id="exposure.default_security_group",
    title="Default security group lets traffic through",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    controls=(
        "NET-01",
        "PRR-05",
    ),
    same_as=(
        "CKV2_AWS_12",
        "AWS-0173",
        "AVD-AWS-0173",
        "ec2_securitygroup_default_restrict_traffic",
        "kics:VPC Default Security Group Accepts All Traffic",
        "kics:Default Security Groups With Unrestricted Traffic",
        "CKV_GCP_27",
        "GCP-0010",
        "AVD-GCP-0010",
    ),
)
