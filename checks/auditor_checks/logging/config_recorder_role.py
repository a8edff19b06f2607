"""A recorder whose role was written by hand.

Why it matters
    AWS adds a service to the recorder nearly every week. Its own role keeps up; one written by hand
    lags behind, and what it may not read is silently missing from the record.

Verdicts
    PASS when the role is the service-linked one; FAIL when it is another. UNKNOWN when the answer
    could not be had.

How to mend it
    Give the recorder the service-linked role.

    ``aws iam create-service-linked-role --aws-service-name config.amazonaws.com``, then name the
    role ``AWSServiceRoleForConfig`` in ``aws configservice put-configuration-recorder``.

Sources
    Using service-linked roles for AWS Config, https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "recorder_service_role",
    id="logging.config_recorder_role",
    title="Configuration recorder uses a role of its own",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="uses the role that AWS maintains for it",
    bad="uses a role that you have to maintain",
    controls=("CHG-03",),
    same_as=("config_recorder_using_aws_service_role",),
)
