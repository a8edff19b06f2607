"""A distribution without a default root object.

Why it matters
    A request for ``/`` is handed to the origin, and a bucket may answer with the list of its
    objects.

Verdicts
    PASS when a root object is named; FAIL when none is. UNKNOWN when the answer could not be had.
    Distributions whose root is answered by a server, rather than a bucket, are not judged.

How to mend it
    Name the page that answers requests for the root.

    Set ``DefaultRootObject`` in the distribution's configuration and send it by ``aws cloudfront
    update-distribution``; in Terraform ``default_root_object``. For an API, which has no such page,
    waive it.

Sources
    Specify a default root object (CloudFront), https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "root_object",
    id="exposure.no_root_object",
    title="Asking for the root lists the bucket",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="answers the root with a page of your choice",
    bad="leaves the answer for the root to the origin",
    controls=("ACC-10",),
    same_as=("cloudfront_distributions_default_root_object",),
)
