"""Calls that run at once, handed over as they finish."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any, Protocol, TypeAlias, TypeVar

T = TypeVar("T")

_Task: TypeAlias = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Pool(Protocol):
    """The part of :class:`concurrent.futures.Executor` that is used here."""

    def submit(self, function: Callable[..., T], /, *arguments: Any) -> Future[T]:
        """Call the function some time, somewhere."""
        ...

    def shutdown(self, wait: bool = True) -> None:
        """Take no more calls; with ``wait`` return when all have ended."""
        ...


class Threads:
    """A pool of threads that never keep the process from ending: who interrupts a scan does
    not wait for answers from the network."""

    def __init__(self, count: int) -> None:
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def submit(self, function: Callable[..., T], /, *arguments: Any) -> Future[T]:
        """See :class:`Pool`."""
        future: Future[T] = Future()
        self._tasks.put((future, function, arguments))
        return future

    def shutdown(self, wait: bool = True) -> None:
        """See :class:`Pool`."""
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, function, arguments = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = function(*arguments)
            except BaseException as error:  # noqa: BLE001 - raised again where the result is read
                future.set_exception(error)
            else:
                future.set_result(result)


def completed(
    pool: Pool, function: Callable[..., T], calls: Iterable[tuple[Any, ...]], most: int
) -> Generator[tuple[int, T], None, None]:
    """Yield the number and the result of each call, in the order in which they finish.

    ``most`` calls are under way at once, so that results do not pile up in memory. Whoever
    leaves early (close the iterator) cancels what has not begun and waits for nothing.
    """
    under_way: dict[Future[T], int] = {}
    whole = False
    try:
        for number, arguments in enumerate(calls):
            under_way[pool.submit(function, *arguments)] = number
            if len(under_way) >= most:
                yield from _finished(under_way)
        while under_way:
            yield from _finished(under_way)
        whole = True
    finally:
        for future in under_way:
            future.cancel()
        pool.shutdown(wait=whole)


def _finished(under_way: dict[Future[T], int]) -> Iterator[tuple[int, T]]:
    """Wait for at least one call and take those that have finished out."""
    done, _ = wait(under_way, return_when=FIRST_COMPLETED)
    for future in done:
        yield under_way.pop(future), future.result()
