"""One account in one region, as the parts of a service see it.

Only declared operations are called, every answer is kept as evidence, every refusal is
remembered once an operation. Errors of the SDK never leave with their message.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from auditor import facts
from auditor.collecting import Gap, Population, Reason, Sink
from auditor.facts import Origin, Setting
from auditor_aws.accounts import Account
from auditor_aws.actions import action_of
from auditor_aws.evidence import Keeper
from auditor_aws.options import AwsOptions
from auditor_aws.paging import RepeatedPage, items, pages
from auditor_aws.refusals import Absent, Refused, asking
from auditor_aws.shapes import NOWHERE, Item, resource
from auditor_resources.model import Body, Resource, Unknown

AT_ONCE = 8
"""Calls about the things of one listing that are under way together."""
_SKEW_SECONDS = 120
"""Clocks that differ by more make ages and expiries doubtful; AWS refuses 5 minutes and more."""

ItemT = TypeVar("ItemT")
ReadT = TypeVar("ReadT")


class Api:
    """Makes the calls of one unit."""

    def __init__(
        self,
        account: Account,
        region: str,
        operations: Iterable[str],
        sink: Sink,
        scope: str,
        options: AwsOptions,
    ) -> None:
        self.options = options
        self.account = account.id
        self.partition = account.partition
        self.region = region
        self._of = account
        self._operations = frozenset(operations)
        self._keeper = Keeper(sink, account.id, region, account.principal)
        self._scope = scope
        self._clients: dict[str, Any] = {}
        self._refused: dict[str, tuple[Refused, int]] = {}
        self._counts: dict[str, list[int]] = {}
        self._left_out: list[tuple[str, int, str]] = []
        self._skew: float | None = None
        self._lock = threading.RLock()

    def arn(self, service: str, rest: str, *, region: str | None = None) -> str:
        """Return an ARN in this account and region (``region=""`` for global services)."""
        place = self.region if region is None else region
        return f"arn:{self.partition}:{service}:{place}:{self.account}:{rest}"

    def pages(
        self,
        service: str,
        method: str,
        key: str,
        *,
        item: Item | None = None,
        conceal: tuple[str, ...] = (),
        **arguments: Any,
    ) -> Iterator[Any]:
        """Yield the items of a listing, all pages; things come as :class:`Item`.

        ``key`` is where the list stands in the answer (``Buckets``, ``DistributionList.Items``,
        ``Reservations[].Instances``). With ``item`` the pages become part of that thing's
        evidence. ``conceal`` names paths within an item whose values are not kept as evidence
        (``Environment.Variables``, ``containers[].environment[].value``).

        :raises Refused: when AWS gives no answer, be it after some pages.
        """
        operation, client = self._ready(service, method)
        paths = tuple(f"{key}[].{path}" for path in conceal)
        for call in pages(client, method, arguments):
            page = self._made(service, operation, call)
            if page is None:
                return
            found = items(page, key)
            if item is None:
                digest = self._keeper.keep(operation, arguments, page, paths)
                with self._lock:
                    self._counts.setdefault(operation, [0, 0])[0] += len(found)
            else:
                digest = item.page
                self._add(item, operation, arguments, page, paths)
            for one in found:
                yield Item(one, operation, digest, conceal) if isinstance(one, dict) else one

    def listed(self, service: str, method: str, key: str, **arguments: Any) -> list[Any] | Unknown:
        """Return a whole listing, or Unknown when any page of it was refused: for what is told
        from something being absent."""
        try:
            return list(self.pages(service, method, key, **arguments))
        except Refused as error:
            self.note(error)
            return error.unknown

    def call(
        self,
        service: str,
        method: str,
        *,
        item: Item | None = None,
        absent: tuple[str, ...] = (),
        conceal: tuple[str, ...] = (),
        **arguments: Any,
    ) -> Item:
        """Make one call. With ``item``, the answer becomes part of that thing's evidence.

        :param absent: error codes that mean "there is none".
        :raises Absent: for these codes.
        :raises Refused: when AWS gives no answer.
        """
        operation, client = self._ready(service, method)
        try:
            answer = self._made(service, operation, lambda: getattr(client, method)(**arguments))
        except Refused as error:
            if error.code not in absent:
                raise
            if item is not None:
                self._add(item, operation, arguments, {"Error": error.code})
            raise Absent(operation) from None
        if item is None:
            return Item(answer, operation, self._keeper.keep(operation, arguments, answer, conceal))
        self._add(item, operation, arguments, answer, conceal)
        return Item(answer, operation, item.page, conceal)

    def ask(
        self,
        service: str,
        method: str,
        *,
        item: Item | None = None,
        absent: tuple[str, ...] = (),
        conceal: tuple[str, ...] = (),
        **arguments: Any,
    ) -> Any:
        """Make one call about one thing: its answer, None when there is none, Unknown when
        refused. :func:`~auditor_aws.shapes.dig` reads all three."""
        try:
            return self.call(
                service, method, item=item, absent=absent, conceal=conceal, **arguments
            )
        except Absent:
            return None
        except Refused as error:
            self.note(error)
            return error.unknown

    def each(
        self, items: Iterable[ItemT], read: Callable[[ItemT], Iterable[ReadT]]
    ) -> Iterator[ReadT]:
        """Yield what ``read`` gives for every item, in order; several are read at once.

        An item whose reading is refused is left out, and the refusal noted.
        """

        def one(item: ItemT) -> list[ReadT]:
            try:
                return list(read(item))
            except Refused as error:
                self.note(error)
                return []

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for found in pool.map(one, items):
                yield from found

    def resource(
        self, kind: str, address: str, item: Item | None, values: Mapping[str, Any], name: str = ""
    ) -> Resource:
        """Return a live resource of a Terraform type, with the evidence of its item."""
        return resource(kind, address, values, self.evidence(item), name)

    def unlisted(self, kind: str, by: str, why: Unknown) -> Resource:
        """Return a stand-in for the resources of ``kind`` that could not be listed: whatever
        they would point at with ``by`` is in doubt. It is not judged itself."""
        return Resource(
            mode="unlisted",
            type=kind,
            name="",
            address=f"{kind} of {self._scope}",
            module="",
            body=Body(place=NOWHERE, attributes={by: why}),
            exists=why,
        )

    def origin(self, kind: str, address: str, item: Item | None = None) -> Origin:
        """Return the origin of facts that no translator makes."""
        return Origin(
            provider="aws",
            scope=self.account,
            address=address,
            kind=kind,
            evidence=self.evidence(item),
        )

    def setting(
        self,
        kind: str,
        address: str,
        subject: str,
        name: str,
        value: bool | int | str | Unknown | None,
        item: Item | None = None,
        *,
        part: str = "",
    ) -> Setting:
        """Return one switch of an account, a region or a thing that no translator reads."""
        return Setting(
            origin=self.origin(kind, address, item),
            subject=subject,
            part=part,
            name=name,
            value=told(value),
        )

    def evidence(self, item: Item | None) -> str:
        """Return the digest of an item's evidence, with all answers about it so far; from now
        on the item counts as evaluated."""
        if item is None:
            return ""
        with self._lock:
            if not item.counted:
                item.counted = True
                if item.operation in self._counts:
                    self._counts[item.operation][1] += 1
            return self._keeper.of(item)

    def left_out(self, what: str, number: int, why: str) -> None:
        """Say that this many things were not asked for something, and why."""
        with self._lock:
            self._left_out.append((what, number, why))

    def note(self, error: Refused) -> None:
        """Remember a refusal, to be told once an operation."""
        with self._lock:
            _, count = self._refused.get(error.operation, (error, 0))
            self._refused[error.operation] = (error, count + 1)

    def gaps(self) -> Iterator[Gap]:
        """Yield a gap for each operation that was refused, and one for clocks that disagree."""
        for operation, (error, count) in sorted(self._refused.items()):
            times = f", {count} times" if count > 1 else ""
            yield Gap(
                scope=self._scope,
                reason=error.reason,
                address=operation,
                detail=f"{operation} in {self.region}: {error.code}{times}; {error.remedy}",
            )
        if self._skew is not None and abs(self._skew) > _SKEW_SECONDS:
            yield Gap(
                scope=self._scope,
                reason=Reason.STALE,
                detail=f"the clock of this machine is {abs(self._skew):.0f} seconds "
                f"{'behind' if self._skew > 0 else 'ahead of'} that of AWS; ages and expiries "
                "are judged by this machine's",
            )

    def populations(self) -> Iterator[Population]:
        """Yield for each listing how many things it held and how many became facts."""
        for operation, (number, evaluated) in sorted(self._counts.items()):
            cut = " (cut short)" if operation in self._refused else ""
            rest = number - evaluated
            yield Population(
                scope=self._scope,
                source=operation,
                query=f"{operation} in {self.region}{cut}",
                listed=number,
                evaluated=evaluated,
                excluded={"read for other things, or not audited": rest} if rest else {},
            )

        for what, number, why in self._left_out:
            yield Population(
                scope=self._scope,
                source=what,
                query=f"{what} in {self.region}",
                listed=number,
                evaluated=0,
                excluded={why: number},
            )

    def _ready(self, service: str, method: str) -> tuple[str, Any]:
        with self._lock:
            client = self._clients.get(service)
            if client is None:
                client = self._clients[service] = self._of.client(service, self.region)
        operation = f"{service}:{client.meta.method_to_api_mapping[method]}"
        if operation not in self._operations:
            raise AssertionError(f"{operation} is not declared")
        return operation, client

    def _made(self, service: str, operation: str, call: Callable[[], Any]) -> Any:
        """Make a call at the rate that is allowed.

        :raises Refused: when AWS gives no answer.
        """
        self._of.rates.wait(service, self.region)
        try:
            with asking(operation):
                answer = call()
        except RepeatedPage:
            action = action_of(operation)
            raise Refused(operation, action, Reason.UNPARSABLE, "the same page again") from None
        if self._skew is None and answer:
            self._skew = _skew(answer)
        return answer

    def _add(
        self,
        item: Item,
        operation: str,
        arguments: Mapping[str, Any],
        answer: Mapping[str, Any],
        conceal: tuple[str, ...] = (),
    ) -> None:
        record = self._keeper.record(operation, arguments, answer, conceal)
        with self._lock:
            item.answers.append(record)


def told(value: Any) -> Any:
    """Return a value for a fact: the Unknown of resources becomes that of facts."""
    return facts.Unknown(value.reason) if isinstance(value, Unknown) else value


def _skew(answer: Mapping[str, Any]) -> float | None:
    """Return how many seconds the clock of AWS is ahead of this machine's."""
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    if not date:
        return None
    try:
        there = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (there - datetime.now(UTC)).total_seconds()
