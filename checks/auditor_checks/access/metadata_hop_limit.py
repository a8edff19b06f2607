"""An instance whose metadata answers are forwarded beyond it.

Why it matters
    The hop limit says how many routers an answer of the metadata service may cross. With more
    than one, a container or a misused proxy on the instance gets the credentials of its host.

Verdicts
    FAIL when the limit is above ``maximum`` (1); PASS otherwise; UNKNOWN when it could not be
    had. Container hosts whose pods have to use the instance role need 2: set ``maximum`` for
    them, or give pods a role of their own.

How to mend it
    Set the hop limit to one.

        resource "aws_launch_template" "web" {
          metadata_options {
            http_tokens                 = "required"
            http_put_response_hop_limit = 1
          }
        }

Sources
    Instance metadata options, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.errors import PluginError
from auditor.facts import Setting, Unknown

_NAME = "metadata_hop_limit"


class HopSettings(Settings, frozen=True, kw_only=True):
    """Most routers that an answer may cross."""

    maximum: int = 1


def judge(setting: Setting, view: View[HopSettings]) -> Iterator[Verdict]:
    """Judge the limit.

    :raises PluginError: when the value is not a number.
    """
    value = setting.value
    if isinstance(value, bool | str):
        raise PluginError(f"setting {_NAME} of {setting.origin.address} is not a number")
    hops = "1 hop" if value == 1 else f"{value} hops"
    yield from wanted(
        value if value is None or isinstance(value, Unknown) else value <= view.settings.maximum,
        _NAME,
        f"{setting.subject} lets metadata travel {hops}",
        f"{setting.subject} lets metadata travel {hops}, more than {view.settings.maximum}",
    )


CHECK = Check(
    id="access.metadata_hop_limit",
    title="Instance metadata travels beyond the instance",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    setting="metadata_hop_limit",
    judge=judge,
    settings=HopSettings,
    controls=("PRR-05",),
    same_as=("CKV_AWS_341",),
)
