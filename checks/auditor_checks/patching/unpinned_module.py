"""A module fetched from elsewhere without a version, or from a branch.

Why it matters
    A module without a version is whatever its author, or whoever took over the author's account,
    published last. It runs with the credentials of the pipeline at the next plan.

Verdicts
    FAIL when nothing pins the module or only a branch does. PASS when it is pinned by one of
    ``accepted`` (commit, tag, version or a range of versions; only the first cannot be moved by
    others). UNKNOWN when source or pin could not be had. Modules in the same repository are not
    judged.

How to mend it
    Name the version of a module from a registry, or the commit of one from Git.

        module "network" {
          source  = "terraform-aws-modules/vpc/aws"
          version = "5.21.0"
        }

        module "shared" {
          source = "git::https://git.example.com/modules.git//shared?ref=4f2c1d9e8b7a"
        }

Sources
    Terraform: module sources, https://developer.hashicorp.com/terraform/language/modules/sources
    Terraform: version constraints, https://developer.hashicorp.com/terraform/language/expressions/version-constraints
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import SourceReference, Unknown


class PinSettings(Settings, frozen=True, kw_only=True):
    """Ways of pinning that will do."""

    accepted: tuple[str, ...] = ("commit", "tag", "version", "range")


def judge(reference: SourceReference, view: View[PinSettings]) -> Iterator[Verdict]:
    """Judge what pins the source."""
    source, pin, subject = reference.source, reference.pin, reference.subject
    if isinstance(source, str) and source.startswith(("./", "../", "/")):
        return
    unknown = next((part for part in (pin, source) if isinstance(part, Unknown)), None)
    if reference.pinned_by in view.settings.accepted:
        yield Verdict(Outcome.PASS, f"{subject} is pinned by a {reference.pinned_by}", "pin")
    elif reference.pinned_by:
        yield Verdict(Outcome.FAIL, f"{subject} is pinned only by a {reference.pinned_by}", "pin")
    elif unknown is not None:
        yield Verdict(Outcome.UNKNOWN, unknown.reason, "pin")
    else:
        yield Verdict(Outcome.FAIL, f"{subject} is not pinned to a version", "pin")


CHECK = Check(
    id="patching.unpinned_module",
    title="Module is not pinned to a version",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=SourceReference,
    judge=judge,
    settings=PinSettings,
    controls=(
        "CHG-01",
        "PATCH-05",
    ),
    same_as=(
        "CKV_TF_1",
        "CKV_TF_2",
    ),
)
