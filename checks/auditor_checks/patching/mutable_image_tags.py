"""A container registry in which a tag can be moved to another image.

Why it matters
    What was tested is what has the tag, until somebody pushes the tag again. Then the next
    restart runs something else, whether by mistake or by intent, and nothing in the deployment
    shows it.

Verdicts
    PASS when tags cannot be moved; FAIL when they can, which is the default; UNKNOWN when that
    could not be had.

How to mend it
    Make tags immutable, and give each build a tag of its own.

        resource "aws_ecr_repository" "shop" {
          name                 = "shop"
          image_tag_mutability = "IMMUTABLE"
        }

Sources
    Preventing image tags from being overwritten in Amazon ECR, https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "image_tags_immutable",
    id="patching.mutable_image_tags",
    title="Image tags can be moved",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="keeps a tag on its image",
    bad="lets a tag move to another image",
    controls=("PATCH-05",),
    same_as=(
        "CKV_AWS_51",
        "AWS-0031",
        "AVD-AWS-0031",
        "aws-ecr-enforce-immutable-repository",
        "ecr_repositories_tag_immutability",
        "kics:ECR Image Tag Not Immutable",
    ),
)
