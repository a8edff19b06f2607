"""An internal package for which versions of a public registry are accepted.

Why it matters
    Somebody publishes a package of the same name with a higher version in the public registry, and
    your builds fetch it. The trick is known as dependency confusion.

Verdicts
    PASS when versions from upstream are blocked for the package; FAIL when they are allowed.
    UNKNOWN when the answer could not be had.

How to mend it
    Block versions from upstream for every package that you publish yourself.

    ``aws codeartifact put-package-origin-configuration --domain D --repository R --format npm
    --package P --restrictions publish=ALLOW,upstream=BLOCK``.

Sources
    Editing package origin controls, https://docs.aws.amazon.com/codeartifact/latest/ug/package-origin-controls.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "package_origin_limited",
    id="exposure.package_name_open_upstream",
    title="Package of your own may be replaced from outside",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    good="takes its versions from inside only",
    bad="takes versions from public registries too",
    controls=("CHG-01", "PATCH-05"),
    same_as=("codeartifact_packages_external_public_publishing_disabled",),
)
