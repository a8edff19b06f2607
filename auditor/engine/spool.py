"""Results of finished units on disk: a run that was killed goes on from there.

Each run has a directory of its own that only its user can read, below
``$XDG_CACHE_HOME/auditor/runs`` (else ``~/.cache``). Its name begins with a digest of all that
was asked for, so that no other command takes it up. A run that is alive holds a lock in it,
which the system drops however the run ends; runs are begun, taken up and removed under one
lock of all. Everything written is masked; hidden values and keys of markers are not there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from auditor.collecting import Gap, InlineWaiver, Population, Unit
from auditor.engine.collect import Blob, UnitResult
from auditor.errors import EvidenceError
from auditor.facts import Fact

KEPT_HOURS = 24
"""Age at which what was collected is no longer taken for the present."""

_DIGEST_BYTES = 32

F = TypeVar("F")


class _Page(Struct, Generic[F], kw_only=True):
    """One unit as it is written."""

    lasting: bool
    """Whether a later run may use it."""
    facts: list[F]
    comments: list[InlineWaiver]
    gaps: list[Gap]
    populations: list[Population]
    blobs: dict[str, Blob]


class Spool:
    """The directory of one run.

    ``lock`` is the descriptor that holds it, None for a temporary directory that nobody will
    find again. ``kinds`` are the kinds of facts that may occur.
    """

    def __init__(self, folder: Path, lock: int | None, kinds: tuple[type[Fact], ...]) -> None:
        self.folder = folder
        self._lock = lock
        self._durable = lock is not None
        self._encoder = msgspec.json.Encoder()
        union: Any = reduce(or_, kinds)
        self._decoder: msgspec.json.Decoder[_Page[Any]] = msgspec.json.Decoder(_Page[union])
        self._lasting: set[str] = set()
        self.expired = 0
        """Units of the earlier run that are too old."""
        self.wanting = False
        """Whether something was refused that may be given later: then a run that ends keeps
        what it has, so that another reads only what is missing."""

    @property
    def kept(self) -> int:
        """Units that a later run need not collect."""
        return len(self._lasting) if self._durable else 0

    def add(self, unit: Unit, result: UnitResult, lasting: bool) -> None:
        """Write what a unit yielded; the file appears complete or not at all."""
        records = result.records
        page = _Page(
            lasting=lasting,
            facts=[record for record in records if isinstance(record, Fact)],
            comments=[record for record in records if isinstance(record, InlineWaiver)],
            gaps=[record for record in records if isinstance(record, Gap)],
            populations=[record for record in records if isinstance(record, Population)],
            blobs=result.blobs,
        )
        content = self._encoder.encode(page)
        file = self._file(unit)
        partial = file.with_suffix(".part")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_digest(content))
            stream.write(content)
        partial.replace(file)
        if lasting:
            self._lasting.add(file.name)

    def finished(self, unit: Unit) -> bool:
        """Say whether an earlier run left this unit whole, fresh and fit to be used."""
        file = self._file(unit)
        if not file.exists():
            return False
        page = self._page(file)
        if page is None or not page.lasting:
            return False
        if _age_hours(file) > KEPT_HOURS:
            self.expired += 1
            return False
        self._lasting.add(file.name)
        return True

    def load(self, unit: Unit) -> UnitResult:
        """Read a unit that was added or is finished.

        :raises EvidenceError: when its file was changed or removed meanwhile.
        """
        page = self._page(self._file(unit))
        if page is None:
            raise EvidenceError(
                f"what was collected of {unit.scope} cannot be read back", "scan with --resume"
            )
        records = [*page.facts, *page.comments, *page.gaps, *page.populations]
        return UnitResult(records=records, blobs=page.blobs, hidden=frozenset())

    def close(self, keep: bool) -> None:
        """Let go of the directory; ``keep`` it for a later run, if that can find and use it."""
        lock, self._lock = self._lock, None
        if not self._durable:
            shutil.rmtree(self.folder, ignore_errors=True)
        elif lock is not None:
            if not (keep or self.wanting) or not self._lasting:
                with suppress(OSError), _alone(self.folder.parent):
                    shutil.rmtree(self.folder, ignore_errors=True)
            os.close(lock)

    def _file(self, unit: Unit) -> Path:
        return self.folder / digest_of(unit)

    def _page(self, file: Path) -> _Page[Any] | None:
        """Return None for a file that is torn, changed or of another shape."""
        try:
            with file.open("rb") as stream:
                digest, content = stream.read(_DIGEST_BYTES), stream.read()
            return self._decoder.decode(content) if digest == _digest(content) else None
        except (OSError, msgspec.DecodeError):
            return None


def digest_of(*items: object) -> str:
    """Return what tells these items apart from all others, for a file name."""
    return hashlib.sha256(repr(items).encode()).hexdigest()


def open_spool(key: str, kinds: tuple[type[Fact], ...], resume: bool) -> Spool:
    """Take up the last interrupted run of this key (with ``resume``), or begin one.

    Runs that ended more than :data:`KEPT_HOURS` hours ago are removed, and so are other
    interrupted runs of the key. Where the cache cannot be written, a temporary directory
    does: then nothing can be resumed.
    """
    try:
        runs = _runs()
        with _alone(runs):
            folder, lock = _taken(runs, key, resume) or _begun(runs, key)
    except (OSError, RuntimeError):
        return Spool(Path(tempfile.mkdtemp(prefix="auditor-")), None, kinds)
    return Spool(folder, lock, kinds)


def _runs() -> Path:
    """Return the directory of all runs.

    :raises OSError: when it cannot be made or belongs to somebody else.
    :raises RuntimeError: when there is no home directory.
    """
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    cache = named if named.is_absolute() else Path.home() / ".cache"
    runs = cache / "auditor" / "runs"
    runs.mkdir(mode=0o700, parents=True, exist_ok=True)
    if runs.stat().st_uid != os.geteuid():
        raise PermissionError(runs)
    runs.chmod(0o700)
    return runs


def _taken(runs: Path, key: str, resume: bool) -> tuple[Path, int] | None:
    """Remove what nobody needs; return the latest interrupted run of the key and its lock."""
    taken: tuple[Path, int] | None = None
    folders = [folder for folder in runs.iterdir() if folder.is_dir()]
    for folder in sorted(folders, key=lambda folder: folder.stat().st_mtime, reverse=True):
        lock = _held(folder)
        if lock is None:
            continue
        ours = folder.name.startswith(key)
        if ours and resume and taken is None:
            taken = folder, lock
            continue
        if ours or _age_hours(folder) > KEPT_HOURS:
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
    return taken


def _begun(runs: Path, key: str) -> tuple[Path, int]:
    folder = runs / f"{key}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    lock = _held(folder)
    if lock is None:
        raise BlockingIOError(folder)
    return folder, lock


def _held(folder: Path) -> int | None:
    """Return a descriptor that holds the run, None when its own process does."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


@contextmanager
def _alone(runs: Path) -> Iterator[None]:
    """Wait for the lock of all runs; it is held for moments only."""
    lock = os.open(runs / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _age_hours(path: Path) -> float:
    return (time.time() - path.stat().st_mtime) / 3600


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()
