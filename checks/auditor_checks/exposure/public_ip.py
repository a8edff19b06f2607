"""A machine that the internet can address directly.

Why it matters
    A public address puts every open port of the machine one network rule away from everybody.
    Behind a load balancer or a NAT gateway, a slip in the rules stays a slip.

Verdicts
    PASS when no public address is given; FAIL when one is; UNKNOWN when that could not be had.

How to mend it
    Take the public address away and let traffic in through a load balancer.

    AWS:

        resource "aws_instance" "web" {
          subnet_id                   = aws_subnet.private.id
          associate_public_ip_address = false
        }

    Google: leave the block ``access_config`` out.

        resource "google_compute_instance" "web" {
          network_interface {
            subnetwork = google_compute_subnetwork.private.id
          }
        }

    Azure: leave ``public_ip_address_id`` out of the network interface.

Sources
    Amazon EC2 instance IP addressing, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
    Best practices for controlling SSH network access, https://cloud.google.com/compute/docs/connect/ssh-best-practices/network-access
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "no_public_ip",
    id="exposure.public_ip",
    title="Machine has a public address",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="has no public address",
    bad="gets a public address",
    controls=("NET-01",),
    same_as=(
        "CKV_AWS_88",
        "CKV_AWS_333",
        "CKV_AWS_389",
        "CKV_AZURE_119",
        "CKV_AZURE_143",
        "CKV_GCP_40",
        "CKV_GCP_103",
        "AWS-0009",
        "AVD-AWS-0009",
        "aws-ec2-no-public-ip",
        "aws-autoscaling-no-public-ip",
        "google-compute-no-public-ip",
        "azure-network-no-public-ip",
        "ec2_launch_template_no_public_ip",
        "autoscaling_group_launch_configuration_no_public_ip",
        "ecs_service_no_assign_public_ip",
        "ec2_instance_public_ip",
        "kics:EC2 Instance Has Public IP",
        "CKV_GCP_25",
        "CKV_GCP_60",
        "CKV_GCP_64",
        "CKV_GCP_86",
        "CKV_GCP_87",
        "CKV_GCP_89",
        "CKV_GCP_94",
        "CKV2_GCP_28",
        "CKV2_GCP_32",
        "CKV2_GCP_36",
        "GCP-0031",
        "AVD-GCP-0031",
        "GCP-0059",
        "AVD-GCP-0059",
        "AZU-0076",
        "AVD-AZU-0076",
        "ec2_confidential_workload_host_public_ip",
        "ecs_task_set_no_assign_public_ip",
        "emr_cluster_master_nodes_no_public_ip",
    ),
)
