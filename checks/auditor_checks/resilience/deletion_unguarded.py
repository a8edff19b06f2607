"""A cluster, firewall or stack without protection against deletion.

Why it matters
    The wrong account in the terminal, or the wrong line in a plan, and it is gone with all that it
    held.

Verdicts
    PASS when the guard is on; FAIL when it is off. Stacks within stacks follow their parent and are
    not judged. UNKNOWN when the answer could not be had.

How to mend it
    Turn the protection against deletion on.

    ``aws eks update-cluster-config --name NAME --deletion-protection``; ``aws cloudformation
    update-termination-protection --stack-name NAME --enable-termination-protection``; ``aws
    network-firewall update-firewall-delete-protection --firewall-name NAME --delete-protection``.

Sources
    Protect CloudFormation stacks from being deleted, https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "deletion_guard",
    id="resilience.deletion_unguarded",
    title="One command deletes it",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="is guarded against deletion",
    bad="can be deleted by one command",
    controls=("RES-01",),
    same_as=(
        "cloudformation_stacks_termination_protection_enabled",
        "eks_cluster_deletion_protection_enabled",
        "networkfirewall_deletion_protection",
    ),
)
