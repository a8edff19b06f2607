"""A group of machines that takes "it is switched on" for "it works".

Why it matters
    By default only the machine's own state counts. A machine whose program has died stays in the
    group, takes a share of the capacity and is never replaced.

Verdicts
    PASS when the group takes over the load balancer's health check; FAIL when it goes by the
    state of the machine only; UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Let the group use the load balancer's health check.

    AWS:

        resource "aws_autoscaling_group" "web" {
          health_check_type         = "ELB"
          health_check_grace_period = 300
          target_group_arns         = [aws_lb_target_group.web.arn]
        }

    Google:

        resource "google_compute_instance_group_manager" "web" {
          auto_healing_policies {
            health_check      = google_compute_health_check.web.id
            initial_delay_sec = 300
          }
        }

Sources
    Health checks for instances in an Auto Scaling group, https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "load_balancer_health_check",
    id="resilience.no_health_check",
    title="Machines that fail the load balancer's health check are kept",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="replaces machines that the load balancer finds unhealthy",
    bad="keeps machines that the load balancer finds unhealthy",
    controls=("RES-01",),
    same_as=(
        "CKV2_AWS_15",
        "autoscaling_group_elb_health_check_enabled",
        "kics:Auto Scaling Group With No Associated ELB",
    ),
)
