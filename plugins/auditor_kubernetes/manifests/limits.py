"""Caps that keep hostile or generated manifests from exhausting time or memory."""

from __future__ import annotations

MAX_FILE_BYTES = 20_000_000
"""A larger file is not read."""
MAX_NODES = 500_000
"""Keys, values and collections of one file, those that aliases repeat counted each time, and long
texts by their length: some 250 bytes of memory for each."""
NODE_CHARACTERS = 200
"""A text counts as one node more for each of these."""
MAX_DEPTH = 100
"""Collections within collections."""
HELD_NODES = 1_000_000
"""Nodes of all files of a unit that stay in memory; files beyond are read a second time."""
SNIFFED_BYTES = 65_536
"""How much is read of a file that is too large, to tell whether it is a manifest."""
RENDER_SECONDS = 60
"""How long rendering one chart or kustomization may take."""
ALL_RENDER_SECONDS = 600
"""How long all that one process renders for a target may take."""
MAX_RENDERED_BYTES = 50_000_000
