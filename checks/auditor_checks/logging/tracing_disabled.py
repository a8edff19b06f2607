"""A function or interface whose requests cannot be followed through the system.

Why it matters
    When several services take part in one request, a trace shows which of them was slow or
    failed. Without it, people compare clocks of several logs while the incident lasts.

Verdicts
    PASS when tracing is active; FAIL when it is off or passes on only what the caller started;
    UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Switch on active tracing.

    AWS:

        resource "aws_lambda_function" "api" {
          tracing_config {
            mode = "Active"
          }
        }

        resource "aws_api_gateway_stage" "live" {
          xray_tracing_enabled = true
        }

    If you trace by other means (an OpenTelemetry layer, say), waive it with that reason.

Sources
    AWS Lambda: visualize invocations with X-Ray, https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
    Amazon API Gateway: trace requests with X-Ray, https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "tracing",
    id="logging.tracing_disabled",
    title="Requests are not traced",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="traces its requests",
    bad="does not trace its requests",
    controls=("PRR-03",),
    same_as=(
        "CKV_AWS_50",
        "CKV_AWS_73",
        "CKV_AWS_284",
        "AWS-0003",
        "AVD-AWS-0003",
        "aws-apigateway-enable-tracing",
        "AWS-0066",
        "AVD-AWS-0066",
        "aws-lambda-enable-tracing",
        "AWS-0111",
        "AVD-AWS-0111",
        "aws-sam-enable-api-tracing",
        "AWS-0117",
        "AVD-AWS-0117",
        "aws-sam-enable-state-machine-tracing",
        "AWS-0125",
        "AVD-AWS-0125",
        "aws-sam-enable-function-tracing",
        "apigateway_restapi_tracing_enabled",
        "kics:API Gateway X-Ray Disabled",
        "kics:Lambda Functions Without X-Ray Tracing",
    ),
)
