"""The collector of live AWS accounts: account × region × service into facts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from auditor.collecting import Gap, Need, Plan, Reason, Record, Scene, Sink, Target, Unit
from auditor.facts import (
    AccessPolicy,
    AuditLog,
    Certificate,
    Component,
    Credential,
    DataStore,
    EncryptionKey,
    Fact,
    Firewall,
    Host,
    ImageReference,
    InspectedText,
    ManagedSecret,
    PasswordPolicy,
    PolicyAttachment,
    Principal,
    RoleAssignment,
    Setting,
    TlsListener,
    Vulnerability,
)
from auditor_aws.options import AwsOptions

if TYPE_CHECKING:
    from auditor_aws.accounts import Account
    from auditor_aws.api import Api
    from auditor_aws.service import Part

log = logging.getLogger(__name__)

UNITS_AT_ONCE = 4
"""More are not faster, since calls about many things run in parallel within a unit; each holds
the SDK's description of its services, 10 MB and more."""
_MISSHAPEN = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading an answer raises that is not as AWS documents it."""


class AwsCollector:
    """Reads ``aws:PROFILE``, ``aws:`` (the default credentials) and ``aws://ORG`` (every
    account of an organisation)."""

    name = "aws"
    schemes: tuple[str, ...] = ("aws",)
    needs = Need.NETWORK | Need.CREDENTIALS
    options: type[Struct] = AwsOptions
    emits: tuple[type[Fact], ...] = (
        AccessPolicy,
        AuditLog,
        Certificate,
        Component,
        Credential,
        DataStore,
        EncryptionKey,
        Firewall,
        Host,
        ImageReference,
        InspectedText,
        ManagedSecret,
        PasswordPolicy,
        PolicyAttachment,
        Principal,
        RoleAssignment,
        Setting,
        TlsListener,
        Vulnerability,
    )

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._lock = threading.Lock()
        self._places = threading.Semaphore(UNITS_AT_ONCE)

    def __getstate__(self) -> dict[str, Any]:
        return {}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__init__()  # type: ignore[misc]

    def claims(self, path: Path) -> bool:
        """See :class:`auditor.collecting.Collector`."""
        return False

    def plan(self, target: Target, scene: Scene) -> Plan:
        """See :class:`auditor.collecting.Collector`. One unit per account, region and service.

        :raises TargetError: when there are no usable credentials.
        """
        from auditor_aws.memory import share_heap
        from auditor_aws.planning import plan

        share_heap()
        return plan(self.name, target, msgspec.convert(dict(scene.options), AwsOptions))

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        with self._places:
            yield from self._collected(unit, scene, sink)

    def _collected(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        from auditor_aws.api import Api
        from auditor_aws.refusals import Refused
        from auditor_aws.service import services

        options = msgspec.convert(dict(scene.options), AwsOptions)
        try:
            account = self._account(unit.detail, options)
        except Refused as error:
            yield Gap(
                scope=unit.scope,
                reason=error.reason,
                address=error.operation,
                detail=f"{error.operation}: {error.code}; {error.remedy}",
            )
            return
        service = services()[unit.detail["service"]]
        api = Api(account, unit.detail["region"], service.operations, sink, unit.scope, options)
        for part in service.parts:
            yield from _records(part, api, unit, sink)
        yield from api.gaps()
        yield from api.populations()

    def _account(self, detail: Mapping[str, Any], options: AwsOptions) -> Account:
        """Return the account of a unit; its session is made once.

        :raises Refused: when a role on the way cannot be assumed.
        """
        from auditor_aws.accounts import enter

        key = "/".join((detail["profile"], *detail["roles"]))
        with self._lock:
            found = self._accounts.get(key)
            if found is None:
                found = self._accounts[key] = enter(detail["profile"], detail["roles"], options)
            return found


def _records(part: Part, api: Api, unit: Unit, sink: Sink) -> Iterator[Record]:
    """Read one part and translate what it found. What it cannot read costs no other part."""
    from auditor_aws.refusals import Refused
    from auditor_resources.model import Estate, Resource
    from auditor_resources.translate import Context, translate
    from auditor_resources.translate._secrets import SecretSearch

    resources: list[Resource] = []
    facts: list[Fact] = []
    try:
        for thing in part(api):
            if isinstance(thing, Resource):
                resources.append(thing)
            else:
                facts.append(thing)
    except Refused as error:
        api.note(error)
    except _MISSHAPEN as error:
        log.debug("%s: %s answered unexpectedly", unit.scope, part.__name__, exc_info=True)
        yield Gap(
            scope=unit.scope,
            reason=Reason.UNPARSABLE,
            address=part.__name__,
            detail=f"an answer about {part.__name__.replace('_', ' ')} is not as AWS documents "
            f"it ({type(error).__name__}); run with --debug and report it",
        )
    estate = Estate(resources=resources, troubles=[], sensitive=set(), sources={})
    secrets = SecretSearch(estate)
    sink.hide(secrets.sensitive())
    context = Context(estate, api.account, {})
    for resource in resources:
        if resource.mode == "managed":
            yield from translate(resource, context)
    yield from secrets.facts(context, sink.marker)
    yield from facts
