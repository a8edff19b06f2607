"""A container image named without a tag, or by a tag that moves.

Why it matters
    ``latest`` is another image tomorrow. Two instances started on different days then run
    different code, a rollback rolls nothing back, and what a scan found yesterday says nothing
    about today.

Verdicts
    FAIL when the reference has no tag, or one of ``moving_tags`` (``latest``, and names of branches
    and of daily builds, such as ``main`` and ``nightly``), and no digest; with ``require_digest`` a
    tag alone fails too. PASS otherwise. UNKNOWN when the reference, or the end of it, could not be
    had.

How to mend it
    Name the image by version, or by digest where it must never change.

        container_definitions = jsonencode([{
          name  = "shop"
          image = "${aws_ecr_repository.shop.repository_url}:1.4.2"
        }])

    Kubernetes:

        containers:
        - name: web
          image: registry.example.com/shop/web:1.4.2

    A digest looks like ``@sha256:`` and 64 characters, and may follow the tag.

Sources
    OCI Distribution Specification, https://github.com/opencontainers/distribution-spec/blob/main/spec.md
    Docker: pin base image versions, https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import ImageReference, Unknown

_HOLE = re.compile(r"\$\{[^}]*\}")


class ImageSettings(Settings, frozen=True, kw_only=True):
    """Tags that move, in lower case, and whether only a digest will do."""

    moving_tags: tuple[str, ...] = (
        "canary", "dev", "develop", "edge", "head", "latest", "main", "master", "nightly",
    )  # fmt: skip
    require_digest: bool = False


def judge(reference: ImageReference, view: View[ImageSettings]) -> Iterator[Verdict]:
    """Judge the tag or digest at the end of the reference."""
    image, subject, settings = reference.image, reference.subject, view.settings
    if isinstance(image, Unknown):
        yield Verdict(Outcome.UNKNOWN, image.reason, "image")
        return
    name, _, digest = image.strip().partition("@")
    last = _HOLE.sub("…", name).rpartition("/")[2]
    tag = last.partition(":")[2]
    if digest:
        yield Verdict(Outcome.PASS, f"{subject} names its image by digest", "image")
    elif settings.require_digest and tag and tag != "…":
        yield Verdict(Outcome.FAIL, f"{subject} names its image by the tag {tag}", "image")
    elif not tag and "…" in last:
        yield Verdict(Outcome.UNKNOWN, f"the end of the image {image} is not known", "image")
    elif not tag:
        yield Verdict(Outcome.FAIL, f"{subject} names the image {image} without a tag", "image")
    elif tag.lower() in settings.moving_tags:
        yield Verdict(Outcome.FAIL, f"{subject} names its image by the moving tag {tag}", "image")
    elif tag == "…":
        yield Verdict(Outcome.UNKNOWN, f"the tag of the image {image} is not known", "image")
    else:
        yield Verdict(Outcome.PASS, f"{subject} names its image by the tag {tag}", "image")


CHECK = Check(
    id="patching.unpinned_image",
    title="Container image is not pinned",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=ImageReference,
    judge=judge,
    settings=ImageSettings,
    controls=("PATCH-05",),
    same_as=(
        "CKV_K8S_14",
        "KSV-0013",
        "AVD-KSV-0013",
        "C-0075",
        "tagNotSpecified",
        "latest-tag",
        "disallow-latest-tag",
        "container-image-tag",
        "disallowedtags",
        "kics:Invalid Image Tag",
    ),
)
