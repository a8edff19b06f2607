"""Credentials of accounts: where they come from, who they are, and clients made of them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import Any

from auditor.errors import TargetError
from auditor_aws.moments import moment
from auditor_aws.options import AwsOptions
from auditor_aws.rates import Rates
from auditor_aws.refusals import asking
from auditor_aws.wholeness import whole

RETRIES = {"retry_mode": "adaptive", "max_attempts": 8}
"""How calls that AWS throttles or fails are tried again, unless the SDK's own configuration
(``AWS_MAX_ATTEMPTS``, ``AWS_RETRY_MODE``, the profile) says otherwise."""
GLOBAL = "global"
"""What the region of global services is called."""
_TALKATIVE = ("botocore", "urllib3")
"""Loggers that would tell all that is sent and answered, session tokens and values included, to
whoever debugs."""
_HOME = {
    "aws": "us-east-1",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
}
"""By partition, the region that global services and defaults are asked in."""


_MAKING = threading.RLock()
"""Held while a client is made and reads descriptions: sessions and their loader are not made
for threads."""


class Account:
    """One account that can be read: a session of the SDK and the rates it keeps to."""

    def __init__(self, session: Any, identity: dict[str, str], calls_per_second: float) -> None:
        self.id = identity["Account"]
        self.principal = identity["Arn"]
        self.partition = identity["Arn"].split(":", 2)[1]
        self.rates = Rates(calls_per_second)
        self._session = session

    @property
    def home(self) -> str:
        """The region that global services are asked in."""
        return home_of(self.partition)

    def client(self, service: str, region: str) -> Any:
        """Return a new client that knows its pages; ``global`` as region is the partition's
        home."""
        return _client(self._session, service, self.home if region == GLOBAL else region)

    def offers(self, service: str) -> frozenset[str]:
        """Return the regions in which the SDK knows the service; empty for global services."""
        with _MAKING:
            return frozenset(self._session.get_available_regions(service, self.partition))


def home_of(partition: str) -> str:
    """Return the region in which a partition's global services are asked."""
    return _HOME.get(partition, "us-east-1")


def session_of(profile: str) -> Any:
    """Return a session with the credentials of a profile, or of the default chain.

    :raises TargetError: when the profile does not exist or the SDK is not installed.
    """
    try:
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise TargetError(
            "live AWS accounts need boto3", "install it: pip install 'auditor[aws]'"
        ) from None
    session = _session(profile or None)
    try:
        known = session.available_profiles
        if profile and profile not in known:
            from difflib import get_close_matches

            close = get_close_matches(profile, known, 1)
            hint = f"did you mean aws:{close[0]}?" if close else f"known: {', '.join(known)}"
            raise TargetError(
                f"no AWS profile {profile!r}", hint if known else "none is configured"
            )
        session.get_scoped_config()
    except BotoCoreError as error:
        raise TargetError(
            f"the AWS configuration cannot be used ({type(error).__name__})", "see ~/.aws/config"
        ) from None
    return session


def enter(profile: str, roles: Sequence[str], options: AwsOptions) -> Account:
    """Return the account that a profile, and the roles assumed from there, lead to.

    :raises Refused: when AWS does not let us in.
    :raises TargetError: when the profile does not exist.
    """
    session = session_of(profile)
    operation = "sts:AssumeRole" if roles else "sts:GetCallerIdentity"
    region = session.get_config_variable("region") or _HOME["aws"]
    with asking(operation):
        for arn in roles:
            region = home_of(arn.split(":", 2)[1])
            session = _assumed(session, arn, region, options)
        identity = _client(session, "sts", region).get_caller_identity()
    return Account(session, identity, options.calls_per_second)


def _assumed(session: Any, arn: str, region: str, options: AwsOptions) -> Any:
    """Return a session that assumes a role when it is used, and renews it by itself."""
    from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials

    extra = {"RoleSessionName": options.session_name}
    if options.external_id:
        extra["ExternalId"] = options.external_id

    def client(service: str, **credentials: Any) -> Any:
        with _MAKING:
            return _client(session, service, region, **credentials)

    fetcher = AssumeRoleCredentialFetcher(
        client_creator=client,
        source_credentials=session.get_credentials(),
        role_arn=arn,
        extra_args=extra,
    )
    found = _session(session.profile)
    found._credentials = DeferredRefreshableCredentials(
        method="assume-role", refresh_using=fetcher.fetch_credentials
    )
    return found


def _session(profile: str | None) -> Any:
    import botocore.session

    from auditor_aws.models import models

    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.getEffectiveLevel(), logging.WARNING))
    session = botocore.session.Session(profile=profile)
    session.register_component("data_loader", models())
    session.register("before-parse", whole)
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=moment)
    for name, default in RETRIES.items():
        key, variable, _, convert = session.session_var_map[name]
        session.session_var_map[name] = (key, variable, default, convert)
    return session


def _client(session: Any, service: str, region: str, **credentials: Any) -> Any:
    with _MAKING:
        return session.create_client(service, region_name=region, config=_config(), **credentials)


def _config() -> Any:
    from botocore.config import Config

    return Config(
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=16,
        parameter_validation=False,
        user_agent_extra="auditor",
    )
