"""Caps that keep hostile or generated configuration from exhausting time or memory."""

from __future__ import annotations

import sys

MAX_FILE_BYTES = 20_000_000
"""A larger ``.tf`` file is not parsed."""
MAX_LINE_BYTES = 1_000_000
"""A ``.tf`` file with a longer line is not parsed: the parser takes some 175 times its size."""
MAX_PLAN_BYTES = 100_000_000
"""A larger plan document is not read: in memory it takes up to ten times its size."""
MAX_READ_BYTES = 1_000_000
"""A larger file is not read by ``file()``, ``templatefile()`` and the like."""
MAX_INSTANCES = 10_000
"""Instances of one block (count, for_each, dynamic)."""
MAX_ESTATE_INSTANCES = 50_000
"""Instances of all blocks of one root module together."""
MAX_ELEMENTS = 100_000
"""Elements of one collection that a function makes."""
MAX_CHAIN = 1_000
"""Levels of all expressions that are under evaluation at once, through references."""
MAX_MODULE_DEPTH = 40
MAX_MODULES = 10_000
"""Instances of all module calls of one root module together."""
WORK = 4_000_000
"""Steps one root module may use; see :class:`Budget`."""
WORK_FOR_ONE = 1_000_000
"""Steps that one attribute may use, references it is the first to follow included."""
RECURSION = 8_000
"""Python frames that ``MAX_CHAIN`` levels may need, with room to spare."""


class Exhausted(Exception):
    """The work allowed for one root module is used up."""


class Budget:
    """Counts work, so that nested loops over loops end.

    One step is one turn of a loop or one element handled by a function; a string
    costs a step for each 16 characters beyond the first 1,024. An attribute that
    takes too many steps does not use up what the others need.
    """

    __slots__ = ("_rest", "left")

    def __init__(self) -> None:
        self._rest = WORK
        self.left = WORK_FOR_ONE

    def begin(self) -> None:
        """Allow the steps for one more attribute."""
        self.left = min(self._rest, WORK_FOR_ONE)
        self._rest -= self.left

    def end(self) -> None:
        """Give back the steps that the attribute did not use."""
        self._rest += max(self.left, 0)

    def spend(self, steps: int) -> None:
        """Use ``steps``; raise :class:`Exhausted` when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise Exhausted

    def spend_text(self, length: int) -> None:
        """Use what a new string of ``length`` characters costs."""
        if length > 1024:
            self.spend(length >> 4)


def allow_deep_calls() -> None:
    """Raise the interpreter's recursion limit to what ``MAX_CHAIN`` needs."""
    if sys.getrecursionlimit() < RECURSION:
        sys.setrecursionlimit(RECURSION)
