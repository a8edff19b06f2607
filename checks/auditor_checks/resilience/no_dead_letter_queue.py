"""A function that drops an event after three attempts.

Why it matters
    An order, a payment, a message disappears without a trace because the function was broken for an
    hour.

Verdicts
    PASS when failed events go to a queue, topic or destination; FAIL when they are dropped. A
    function that is only called synchronously loses nothing: waive it. UNKNOWN when the answer
    could not be had.

How to mend it
    Send failed events to a queue, and raise an alarm on it.

    ``aws lambda update-function-configuration --function-name NAME --dead-letter-config
    TargetArn=ARN``, or a destination on failure; in Terraform ``dead_letter_config`` of
    ``aws_lambda_function``.

Sources
    Retaining records of asynchronous invocations, https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "dead_letter_queue",
    id="resilience.no_dead_letter_queue",
    title="Events that fail are lost",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="keeps events that it could not handle",
    bad="loses events that it could not handle",
    controls=("RES-01",),
    same_as=("awslambda_function_no_dead_letter_queue",),
)
