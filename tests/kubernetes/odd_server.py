"""Something on 127.0.0.1 that is no API server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


def listen(answer: Callable[[socket.socket], None]) -> socket.socket:
    """Answer every connection in a thread of its own until the listener, which is returned, is
    closed."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=guarded, args=(connection,), daemon=True).start()

    def guarded(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            answer(connection)

    threading.Thread(target=serve, daemon=True).start()
    return listener
