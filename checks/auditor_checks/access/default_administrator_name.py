"""A database whose first administrator is called as the product suggests.

Why it matters
    Who guesses a password needs the name first. Attacks on databases try ``admin``, ``postgres``
    and ``awsuser`` and little else.

Verdicts
    PASS when the name is another; FAIL when it is one that the service suggests. UNKNOWN when the
    answer could not be had.

How to mend it
    Choose a name of your own when you make the next database.

    The name can't be changed afterwards, not even by restoring a snapshot. For new databases: ``aws
    rds create-db-instance --master-username NAME --manage-master-user-password``. Until then let
    programs use lesser users and keep the administrator's password in a store that rotates it.

Sources
    Master user account privileges (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "own_administrator_name",
    id="access.default_administrator_name",
    title="Administrator has the name that everybody guesses",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="has an administrator of its own name",
    bad="has an administrator of the default name",
    controls=("ACC-07",),
    same_as=(
        "rds_cluster_default_admin",
        "rds_instance_default_admin",
        "redshift_cluster_non_default_username",
    ),
)
