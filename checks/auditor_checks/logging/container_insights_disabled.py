"""A container cluster without metrics by task and container.

Why it matters
    Without them a task that restarts every few minutes looks healthy from outside, and limits of
    memory are set by guessing.

Verdicts
    PASS when container metrics are on; FAIL when they are off; UNKNOWN when the answer hangs on a
    value that could not be had.

How to mend it
    Turn on container insights.

    AWS:

        resource "aws_ecs_cluster" "main" {
          setting {
            name  = "containerInsights"
            value = "enabled"
          }
        }

    The value ``enhanced`` adds metrics by container. They are billed as custom metrics.

Sources
    Monitor Amazon ECS containers using Container Insights, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "container_insights",
    id="logging.container_insights_disabled",
    title="Cluster reports no container metrics",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="reports metrics of its containers",
    bad="reports no metrics of its containers",
    controls=("PRR-03",),
    same_as=(
        "CKV_AWS_65",
        "AWS-0034",
        "AVD-AWS-0034",
        "aws-ecs-enable-container-insight",
        "GCP-0052",
        "AVD-GCP-0052",
        "google-gke-enable-stackdriver-monitoring",
        "ecs_cluster_container_insights_enabled",
        "kics:ECS Cluster with Container Insights Disabled",
        "CKV_GCP_8",
        "CKV_AZURE_4",
        "AZU-0040",
        "AVD-AZU-0040",
        "azure-container-logging",
    ),
)
