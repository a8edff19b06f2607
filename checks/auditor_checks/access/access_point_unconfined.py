"""An access point of a file system that fixes no user or no directory.

Why it matters
    An access point is the way to give each program its own corner. Without a user every client is
    whoever it says it is; without a directory it sees the whole file system.

Verdicts
    The user and the directory are judged apart. PASS when it is fixed; FAIL when it is not. UNKNOWN
    when the answer could not be had.

How to mend it
    Make an access point with a POSIX user and a directory of its own.

    ``aws efs create-access-point --file-system-id ID --posix-user Uid=1000,Gid=1000
    --root-directory Path=/app``; in Terraform ``posix_user`` and ``root_directory`` of
    ``aws_efs_access_point``. An existing one cannot be changed.

Sources
    Working with Amazon EFS access points, https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "access_point_confined",
    id="access.access_point_unconfined",
    title="Access point holds its clients to nothing",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is settled for its clients",
    bad="is left to its clients",
    controls=("ACC-02",),
    same_as=(
        "efs_access_point_enforce_root_directory",
        "efs_access_point_enforce_user_identity",
    ),
)
