"""A container registry that does not look for known flaws in what it is given.

Why it matters
    An image brings along hundreds of packages by other people. Without a scan, nobody knows which
    of their known flaws run in production.

Verdicts
    PASS when images are scanned on push; FAIL when they are not; UNKNOWN when that could not be
    had, for instance because scanning may be set for the whole registry.

How to mend it
    Turn on scanning for the repository, or for the whole registry.

        resource "aws_ecr_repository" "shop" {
          name = "shop"

          image_scanning_configuration {
            scan_on_push = true
          }
        }

Sources
    Scan images for software vulnerabilities in Amazon ECR, https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "image_scan_on_push",
    id="patching.no_scan_on_push",
    title="Images are not scanned when they arrive",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="scans images when they arrive",
    bad="does not scan images when they arrive",
    controls=(
        "PATCH-05",
        "PATCH-03",
    ),
    same_as=(
        "CKV_AWS_163",
        "AWS-0030",
        "AVD-AWS-0030",
        "aws-ecr-enable-image-scans",
        "ecr_registry_scan_images_on_push_enabled",
        "ecr_repositories_scan_images_on_push_enabled",
        "kics:Unscanned ECR Image",
    ),
)
