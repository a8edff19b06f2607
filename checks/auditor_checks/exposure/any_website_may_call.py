"""A function's address that browsers may use from any page.

Why it matters
    A page of a stranger then calls the function with the visitor's cookies and network. If the
    function trusts either, the stranger acts as the visitor.

Verdicts
    PASS when origins are named; FAIL when ``*`` is among them. Without a CORS setting browsers
    refuse, and the question does not arise. UNKNOWN when the answer could not be had.

How to mend it
    Name the origins that may call it.

    ``aws lambda update-function-url-config --function-name NAME --cors
    AllowOrigins=https://www.example.com``; in Terraform ``allow_origins`` in ``cors`` of
    ``aws_lambda_function_url``.

Sources
    Creating and managing Lambda function URLs: CORS, https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "origins_limited",
    id="exposure.any_website_may_call",
    title="Every web site may call the function",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="may be called from chosen web sites only",
    bad="may be called from every web site",
    controls=("ACC-10",),
    same_as=("awslambda_function_url_cors_policy",),
)
