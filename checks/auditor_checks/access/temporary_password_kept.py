"""A first password that an administrator chose and that stays valid for weeks.

Why it matters
    It was sent by mail, in the clear, to somebody who may never sign in. Until it ends, whoever
    reads that mail can take the account over as its first user.

Verdicts
    FAIL when a temporary password is valid for more than ``maximum_days`` (7); PASS when it ends
    earlier. UNKNOWN when the time could not be had.

How to mend it
    Let temporary passwords end within a week.

    Set ``TemporaryPasswordValidityDays`` in the password policy of the pool by ``aws cognito-idp
    update-user-pool``, together with its other settings; in Terraform it is
    ``temporary_password_validity_days`` in ``password_policy`` of ``aws_cognito_user_pool``.

Sources
    PasswordPolicyType (Amazon Cognito API), https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.errors import PluginError
from auditor.facts import Setting, Unknown

_NAME = "temporary_password_days"


class TemporarySettings(Settings, frozen=True, kw_only=True):
    """Longest that a temporary password may be valid, in days."""

    maximum_days: int = 7


def judge(setting: Setting, view: View[TemporarySettings]) -> Iterator[Verdict]:
    """Weigh the days.

    :raises PluginError: when the value is not a number.
    """
    value, subject, most = setting.value, setting.subject, view.settings.maximum_days
    if isinstance(value, bool | str):
        raise PluginError(f"setting {_NAME} of {setting.origin.address} is not a number")
    yield from wanted(
        value if value is None or isinstance(value, Unknown) else value <= most,
        _NAME,
        f"{subject} lets temporary passwords end after {value} days",
        f"{subject} keeps temporary passwords valid for {value} days, more than {most}",
    )


CHECK = Check(
    id="access.temporary_password_kept",
    title="Temporary passwords stay valid for long",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    setting=_NAME,
    judge=judge,
    settings=TemporarySettings,
    controls=("ACC-11",),
    same_as=("cognito_user_pool_temporary_password_expiration",),
)
