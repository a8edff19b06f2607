"""An end to exchanges that go on byte by byte: what times out is each wait, not the whole."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Watch:
    """The exchange of one thread; ``late`` once its time was over."""

    def __init__(self) -> None:
        self.late = False
        self.socket: socket.socket | None = None

    def end(self) -> None:
        """End the connection under whoever still reads from it."""
        self.late = True
        if self.socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


_own = threading.local()


@contextmanager
def watched(seconds: float) -> Iterator[Watch]:
    """Watch what this thread receives through pools that are :func:`watching`; after so many
    seconds its connection ends."""
    watch = _own.watch = Watch()
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        _own.watch = None


def watching(manager: Any) -> Any:
    """Have a manager of urllib3's pools tell the watch of a thread which socket it reads from."""
    manager.pool_classes_by_scheme = {
        scheme: type(pool.__name__, (pool,), {"ConnectionCls": _telling(pool.ConnectionCls)})
        for scheme, pool in manager.pool_classes_by_scheme.items()
    }
    return manager


def _telling(connection: Any) -> Any:
    def getresponse(self: Any) -> Any:
        watch = getattr(_own, "watch", None)
        if watch is not None:
            watch.socket = self.sock
            if watch.late:
                watch.end()
        return connection.getresponse(self)

    return type(connection.__name__, (connection,), {"getresponse": getresponse})
