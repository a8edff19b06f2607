"""An image from a registry that is not among the trusted ones.

Why it matters
    Whoever controls the image controls the pod. On a public registry anybody may publish under a
    name that looks right, accounts of maintainers are taken over, and what was there yesterday may
    be gone or rate-limited today.

Verdicts
    With ``trusted`` (registries, or registries and the beginning of a path; ``*`` stands for any
    characters): PASS when the image comes from one of them, FAIL otherwise. Without: FAIL when it
    comes from one of ``public``, where anybody may publish, and PASS otherwise. An image without a
    registry comes from Docker Hub. UNKNOWN when the beginning of the reference is not known.

How to mend it
    Copy the image into your own registry, scan it there, and name it from there.

        containers:
        - name: cache
          image: registry.example.com/mirror/redis:7.4.1

    Then list your registries in ``auditor.toml``:

        [checks."patching.untrusted_registry"]
        trusted = ["registry.example.com", "*.dkr.ecr.eu-west-1.amazonaws.com"]

Sources
    NSA and CISA: Kubernetes Hardening Guide 1.2, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
    NIST SP 800-190, section 4.2 (registry countermeasures), https://csrc.nist.gov/pubs/sp/800/190/final
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks._cluster import containers
from auditor_checks.patching._images import Image, image_of


class RegistrySettings(Settings, frozen=True, kw_only=True):
    """Registries that images may come from, and those that anybody may publish on."""

    trusted: tuple[str, ...] = ()
    public: tuple[str, ...] = (
        "docker.io",
        "ghcr.io",
        "quay.io",
        "public.ecr.aws",
        "registry.gitlab.com",
        "docker.pkg.github.com",
    )


def judge(workload: Workload, view: View[RegistrySettings]) -> Iterator[Verdict]:
    """Judge where the image of every container comes from."""
    if isinstance(workload.containers, Unknown):
        yield Verdict(Outcome.UNKNOWN, workload.containers.reason, "containers")
    for container in containers(workload):
        if container.image is not None:
            yield _verdict(container, view.settings)


def _verdict(container: Container, settings: RegistrySettings) -> Verdict:
    image, at = container.image, f"{container.at}.image"
    if image is None or isinstance(image, Unknown):
        return Verdict(Outcome.UNKNOWN, image.reason if image else "no image", at)
    parts = image_of(image)
    source = f"the image of container {container.name} comes from {parts.registry}"
    if settings.trusted:
        if any(_within(parts, pattern) for pattern in settings.trusted):
            return Verdict(Outcome.PASS, f"{source}, which is trusted", at)
        return Verdict(Outcome.FAIL, f"{source}, which is not trusted", at)
    if parts.registry in settings.public:
        return Verdict(Outcome.FAIL, f"{source}, where anybody may publish", at)
    return Verdict(Outcome.PASS, f"{source}, which is not public", at)


def _within(image: Image, pattern: str) -> bool:
    wanted = re.sub(r"/+$", "", pattern)
    name = f"{image.registry}/{image.path}"
    return fnmatchcase(image.registry, wanted) or fnmatchcase(name, f"{wanted}/*")


CHECK = Check(
    id="patching.untrusted_registry",
    title="Image comes from a registry that is not trusted",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    settings=RegistrySettings,
    controls=("PATCH-05",),
    same_as=(
        "KSV-0125",
        "AVD-KSV-0125",
        "KSV-0034",
        "AVD-KSV-0034",
        "C-0078",
        "restrict-image-registries",
        "allowedrepos",
    ),
)
