"""IAM: who there is in an account, what each may do, and what they sign in with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from auditor.facts import Fact, Setting, Unknown
from auditor_aws.api import Api
from auditor_aws.refusals import Refused
from auditor_aws.service import Reach, Service
from auditor_aws.services import _ceilings, _iam_last_use, _iam_policies, _iam_report
from auditor_aws.services._iam_credentials import reported, root_keys, service_specific
from auditor_aws.services._iam_principals import (
    SERVICE_ROLES,
    Readings,
    group,
    known_by_report,
    owners,
    role,
    root,
)
from auditor_aws.services._iam_principals import user as user_facts
from auditor_aws.shapes import Item, dig
from auditor_resources import model
from auditor_resources.model import Resource

_DETAILS = "get_account_authorization_details"
_PAGE_ITEMS = 1000
"""As many as IAM gives at once; it gives fewer where they are large."""
_DUTIES = {
    "support": ("role for AWS Support", "AWSSupportAccess"),
    "audit": ("role for security audits", "SecurityAudit"),
}
"""By part: what the role is for, and the policy that AWS keeps for it."""
_DEFAULT_LENGTH = 8
"""Letters of a password where an account has no policy of its own; three of four kinds of letter
are asked for, but none in particular (IAM user guide, *Default password policy*)."""

Listing = list[Item] | model.Unknown
Reader = Callable[[Api, Item, Readings], Iterator[Resource | Fact]]
ReadT = TypeVar("ReadT")


def password_policy(api: Api) -> Iterator[Resource]:
    """Yield the account's rules for passwords, or AWS's where it has none."""
    answer = api.ask("iam", "get_account_password_policy", absent=("NoSuchEntity",))
    values = {
        "minimum_password_length": _DEFAULT_LENGTH
        if answer is None
        else dig(answer, "PasswordPolicy", "MinimumPasswordLength"),
        "require_lowercase_characters": dig(answer, "PasswordPolicy", "RequireLowercaseCharacters"),
        "require_uppercase_characters": dig(answer, "PasswordPolicy", "RequireUppercaseCharacters"),
        "require_numbers": dig(answer, "PasswordPolicy", "RequireNumbers"),
        "require_symbols": dig(answer, "PasswordPolicy", "RequireSymbols"),
        "max_password_age": dig(answer, "PasswordPolicy", "MaxPasswordAge"),
        "password_reuse_prevention": dig(answer, "PasswordPolicy", "PasswordReusePrevention"),
    }
    address = api.arn("iam", "account-password-policy", region="")
    item = answer if isinstance(answer, Item) else None
    yield api.resource("aws_iam_account_password_policy", address, item, values)


def server_certificates(api: Api) -> Iterator[Resource]:
    """Yield the certificates kept in IAM; there are rarely more than a handful (quota: 20)."""

    def read(item: Item) -> Iterator[Resource]:
        name = item["ServerCertificateName"]
        answer = api.ask("iam", "get_server_certificate", item=item, ServerCertificateName=name)
        values = {
            "certificate_body": dig(answer, "ServerCertificate", "CertificateBody"),
            "name": name,
        }
        yield api.resource("aws_iam_server_certificate", item["Arn"], item, values, name)

    listing = api.pages("iam", "list_server_certificates", "ServerCertificateMetadataList")
    yield from api.each(listing, read)


def principals(api: Api) -> Iterator[Resource | Fact]:
    """Yield root, users, groups and roles with their policies and credentials.

    What is refused costs what hangs on it alone: without the details of the account, its
    users are those of the credential report, and without the report their habits are unknown.
    """
    refusal = _iam_report.begin(api)
    users, groups, roles, policies = (
        _details(api, key, kind)
        for key, kind in (
            ("UserDetailList", "User"),
            ("GroupDetailList", "Group"),
            ("RoleDetailList", "Role"),
            ("Policies", "LocalManagedPolicy"),
        )
    )
    summary = api.ask("iam", "get_account_summary")
    virtual = owners(
        api.listed(
            "iam",
            "list_virtual_mfa_devices",
            "VirtualMFADevices",
            conceal=("Base32StringSeed", "QRCodePNG"),
            AssignmentStatus="Assigned",
        )
    )
    report = _iam_report.finish(api, refusal)
    readings = Readings(
        _known(groups, lambda items: {item["GroupName"]: item["Arn"] for item in items}),
        report,
        virtual,
    )
    yield root(api, summary, report, virtual)
    yield from root_keys(api, report)
    yield from _all(api, users, user_facts, readings)
    if isinstance(users, model.Unknown) and not isinstance(report, Unknown):
        yield from known_by_report(api, report, Unknown(users.reason), readings)
    yield from _all(api, groups, group, readings)
    yield from _all(api, roles, role, readings)
    for item in _told(policies):
        yield _iam_policies.own(api, item)
    yield from _provider_policies(api, (*_told(users), *_told(groups), *_told(roles)))
    if not isinstance(report, Unknown):
        yield from reported(api, report)
    try:
        names = {item["UserName"]: item["Arn"] for item in _told(users)}
        yield from service_specific(api, names)
    except Refused as error:
        api.note(error)
    yield from _duties(api, roles)
    yield from _federation(api, report)


def _details(api: Api, key: str, kind: str) -> Listing:
    return api.listed("iam", _DETAILS, key, Filter=[kind], MaxItems=_PAGE_ITEMS)


def _told(listing: Listing) -> list[Item]:
    return [] if isinstance(listing, model.Unknown) else listing


def _known(listing: Listing, change: Callable[[list[Item]], ReadT]) -> ReadT | Unknown:
    if isinstance(listing, model.Unknown):
        return Unknown(listing.reason)
    return change(listing)


def _all(api: Api, listing: Listing, read: Reader, readings: Readings) -> Iterator[Resource | Fact]:
    items = _told(listing)
    if api.options.last_accessed:
        yield from api.each(items, lambda item: read(api, item, readings))
        return
    for item in items:
        yield from read(api, item, readings)


def _provider_policies(api: Api, holders: tuple[Item, ...]) -> Iterator[Fact]:
    """Yield those of AWS's policies that somebody holds, or is bounded by."""
    arns = {arn for item in holders for arn in _iam_policies.attached(item)}
    arns |= {found for item in holders if (found := _iam_policies.boundary(item))}
    wanted = _iam_policies.by_provider(arns)
    if not wanted:
        return
    for item in _told(_details(api, "Policies", "AWSManagedPolicy")):
        if item["Arn"] in wanted:
            yield _iam_policies.providers(api, item)


def _duties(api: Api, roles: Listing) -> Iterator[Setting]:
    """Yield whether there is a role for each standing duty: told from all roles only."""
    for part, (subject, policy) in _DUTIES.items():
        value: bool | Unknown = (
            Unknown(roles.reason)
            if isinstance(roles, model.Unknown)
            else any(
                arn.endswith(f"::aws:policy/{policy}")
                for item in roles
                if not item["Path"].startswith(SERVICE_ROLES)
                for arn in _iam_policies.attached(item)
            )
        )
        yield Setting(
            origin=api.origin("aws_account", api.account, next(iter(_told(roles)), None)),
            subject=subject,
            part=part,
            name="appointed_role",
            value=value,
        )


def _federation(api: Api, report: _iam_report.Report | Unknown) -> Iterator[Setting]:
    """Yield whether people sign in through a directory of their own; Identity Center keeps a SAML
    provider in every account it leads to. Where nobody has a password, nobody need."""
    listing = api.listed("iam", "list_saml_providers", "SAMLProviderList")
    value: bool | model.Unknown | None
    if isinstance(listing, model.Unknown):
        value = listing
    elif listing:
        value = True
    elif isinstance(report, Unknown):
        value = model.Unknown(report.reason)
    else:
        people = [row for row in report.rows.values() if row.name != _iam_report.ROOT]
        passwords = any(row.flag("password_enabled") is True for row in people)
        value = False if passwords else None
    yield api.setting(
        "aws_account",
        api.account,
        "account",
        "federated_sign_in",
        value,
        next(iter(_told(listing)), None),
    )


SERVICE = Service(
    name="iam",
    reach=Reach.GLOBAL,
    operations=(
        "iam:GetAccountAuthorizationDetails",
        "iam:GetAccountPasswordPolicy",
        "iam:GetAccountSummary",
        "iam:GetServerCertificate",
        "iam:ListSAMLProviders",
        "iam:ListServerCertificates",
        "iam:ListServiceSpecificCredentials",
        "iam:ListVirtualMFADevices",
        *_iam_report.OPERATIONS,
        *_iam_last_use.OPERATIONS,
        *_ceilings.OPERATIONS,
    ),
    parts=(password_policy, server_certificates, _ceilings.ceilings, principals),
)
