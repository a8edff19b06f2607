"""One heap for all threads.

glibc gives threads heaps of their own (malloc(3), ``M_ARENA_MAX``): with a dozen threads that
read descriptions of services and pages of answers, the peak is a third higher for nothing.
"""

from __future__ import annotations

import ctypes
import sys

_ARENA_MAX = -8


def share_heap() -> None:
    """Have threads started from now on share one heap, where the C library can."""
    if sys.platform == "linux":
        change = getattr(ctypes.CDLL(None), "mallopt", None)
        if change is not None:
            change(_ARENA_MAX, 1)
