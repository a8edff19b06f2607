"""A function, database or job that stands in, or copies data through, no network of yours.

Why it matters
    Without a network of yours there are no security groups, no endpoint policies and no flow logs
    for it: who holds its rights decides alone.

Verdicts
    PASS when it stands in a VPC (for Redshift: when copies go through the VPC, too); FAIL when not.
    A function that only calls public services gains little: waive it. UNKNOWN when the answer could
    not be had.

How to mend it
    Put it into subnets of a VPC, with endpoints for the services it calls.

    ``aws lambda update-function-configuration --function-name NAME --vpc-config
    SubnetIds=A,B,SecurityGroupIds=C``; ``aws redshift modify-cluster --cluster-identifier ID
    --enhanced-vpc-routing``. Models and training jobs take a ``VpcConfig`` when they are made.

Sources
    Giving Lambda functions access to resources in an Amazon VPC, https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    Redshift enhanced VPC routing, https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "private_network",
    id="exposure.no_private_network",
    title="Traffic stays in no private network",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="keeps its traffic in a private network",
    bad="sends its traffic outside of any private network",
    controls=("NET-01",),
    same_as=(
        "awslambda_function_inside_vpc",
        "rds_instance_inside_vpc",
        "redshift_cluster_enhanced_vpc_routing",
        "sagemaker_models_vpc_settings_configured",
        "sagemaker_notebook_instance_vpc_settings_configured",
        "sagemaker_training_jobs_vpc_settings_configured",
    ),
)
