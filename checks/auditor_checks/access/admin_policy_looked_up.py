"""A configuration that looks up the provider's administrator policy.

Why it matters
    Nobody looks a policy up without meaning to give it to somebody, often in a module that a
    reviewer of this place does not see. The administrator policy allows everything, now and for
    every service to come.

Verdicts
    FAIL when the policy that is looked up by name or ARN is the administrator policy; PASS when
    it is another; UNKNOWN when its name could not be had. Who is given it is judged by
    ``access.admin_attachment``.

How to mend it
    Look up a policy that fits the job, or write one that lists the needed actions.

        data "aws_iam_policy" "audit" {
          name = "SecurityAudit"
        }

Sources
    AWS managed policies for job functions, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "looked_up_policy_limited",
    id="access.admin_policy_looked_up",
    title="Administrator policy is looked up",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="is no administrator policy",
    bad="is the administrator policy",
    controls=("ACC-02",),
    same_as=("CKV_AWS_275",),
)
