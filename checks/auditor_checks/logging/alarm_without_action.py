"""An alarm that changes its colour on a page and does nothing else.

Why it matters
    Whoever made it believes that it would call somebody. At night nobody looks at the page.

Verdicts
    PASS when actions are switched on and at least one is named for the alarm state, be it by a
    composite alarm that takes it as an input; FAIL otherwise.
    UNKNOWN when the answer could not be had.

How to mend it
    Name a topic or another action for the alarm state and switch the actions on.

    ``aws cloudwatch enable-alarm-actions --alarm-names NAME``; actions are given by
    ``--alarm-actions`` of ``put-metric-alarm``, in Terraform by ``alarm_actions`` of
    ``aws_cloudwatch_metric_alarm``. Parts of a composite alarm need none of their own: waive them.

Sources
    Using Amazon CloudWatch alarms, https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "alarm_acts",
    id="logging.alarm_without_action",
    title="Alarm tells nobody",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="does something when it goes off",
    bad="goes off unheard: it has no action, or its actions are switched off",
    controls=("LOG-04",),
    same_as=(
        "cloudwatch_alarm_actions_alarm_state_configured",
        "cloudwatch_alarm_actions_enabled",
    ),
)
