"""A job whose log can be read only when it has ended.

Why it matters
    A run that hangs, or that does what it should not, shows nothing for hours, and what its
    machines had to say may be lost with them.

Verdicts
    PASS when the job logs while it runs; FAIL when it does not; UNKNOWN when that could not be
    had.

How to mend it
    Turn on continuous logging.

    AWS:

        resource "aws_glue_job" "nightly" {
          default_arguments = {
            "--enable-continuous-cloudwatch-log" = "true"
          }
        }

Sources
    Continuous logging for AWS Glue jobs, https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "continuous_log",
    id="logging.log_after_the_run",
    title="Job shows its log only when it has ended",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="logs while it runs",
    bad="logs when it has ended",
    controls=("LOG-01",),
    same_as=("glue_etl_jobs_logging_enabled",),
)
