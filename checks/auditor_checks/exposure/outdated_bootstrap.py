"""A bootstrap of the Cloud Development Kit from before its bucket was checked for its owner.

Why it matters
    Older bootstraps upload to a bucket of a name that everybody can predict, without asking whose
    it is. If yours was deleted, a stranger takes the name, receives your templates and gives back
    his own, which are then rolled out with administrator rights.

Verdicts
    FAIL when the bootstrap's version is below ``minimum_version`` (21); PASS from there on.
    UNKNOWN when the version could not be had.

How to mend it
    Bootstrap the account and region again with a current kit.

    ``cdk bootstrap aws://ACCOUNT/REGION`` with version 2.149.0 or later; do so in every region
    that has a stack named ``CDKToolkit``.

Sources
    Bootstrap your environment for use with the AWS CDK, https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.errors import PluginError
from auditor.facts import Setting, Unknown

_NAME = "bootstrap_version"


class BootstrapSettings(Settings, frozen=True, kw_only=True):
    """Lowest version of the bootstrap that is still accepted."""

    minimum_version: int = 21


def judge(setting: Setting, view: View[BootstrapSettings]) -> Iterator[Verdict]:
    """Compare the version.

    :raises PluginError: when the value is not a number.
    """
    value, subject, least = setting.value, setting.subject, view.settings.minimum_version
    if isinstance(value, bool | str):
        raise PluginError(f"setting {_NAME} of {setting.origin.address} is not a number")
    yield from wanted(
        value if value is None or isinstance(value, Unknown) else value >= least,
        _NAME,
        f"{subject} has version {value}",
        f"{subject} has version {value}, older than {least}",
    )


CHECK = Check(
    id="exposure.outdated_bootstrap",
    title="Bootstrap of the development kit trusts a bucket by its name",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Setting,
    setting=_NAME,
    judge=judge,
    settings=BootstrapSettings,
    controls=("CHG-01", "ACC-10"),
    same_as=("cloudformation_stack_cdktoolkit_bootstrap_version",),
)
