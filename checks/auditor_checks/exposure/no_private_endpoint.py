"""A network whose machines call a service of AWS through a NAT or internet gateway.

Why it matters
    With an endpoint the calls stay inside, and its policy can limit them to your own accounts: data
    can then not be carried to a stranger's with a stranger's key. Endpoints are billed by the hour.

Verdicts
    One verdict a service that is used in the network. PASS when an endpoint exists; FAIL when none
    does. UNKNOWN when the answer could not be had.

How to mend it
    Add an interface endpoint for the service, with a policy.

    ``aws ec2 create-vpc-endpoint --vpc-id ID --vpc-endpoint-type Interface --service-name
    com.amazonaws.REGION.ec2 --subnet-ids ID --security-group-ids ID``; in Terraform
    ``aws_vpc_endpoint``.

Sources
    Access AWS services through AWS PrivateLink, https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "private_endpoint",
    id="exposure.no_private_endpoint",
    title="Calls to the service leave the network",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="has a private endpoint for the service",
    bad="reaches the service over public addresses",
    controls=("NET-01",),
    same_as=(
        "bedrock_vpc_endpoints_configured",
        "vpc_endpoint_for_ec2_enabled",
    ),
)
