"""Where reports go: standard output or files, several in one run."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import click
from msgspec import Struct

from auditor.engine.scan import Outcome, Progress
from auditor.errors import ConfigError, ReportError
from auditor.facts import Place
from auditor.files import kind_of, read_regular
from auditor.reporting import Canvas, Report, Reporter

log = logging.getLogger(__name__)

_STDOUT = ("", "-", "/dev/stdout")
SOURCES = (".tf", ".tf.json", ".tfvars", ".toml", ".pem", ".crt", ".key", ".p12")
"""Endings of files that are read, and never replaced by a report."""

FRAME_BYTES = 4_000_000
"""Sources larger than this are not read for code frames."""


class Choice(Struct, frozen=True):
    """A reporter and its file; None for standard output."""

    reporter: Reporter
    file: Path | None


def parse(outputs: Iterable[str], reporters: Mapping[str, Reporter]) -> list[Choice]:
    """Read ``FORMAT[=FILE]`` words. When none goes to standard output, the terminal does.

    :raises ConfigError: for an unknown format, two on standard output or in one file, or a
        file that looks like a source.
    """
    chosen = []
    for text in outputs:
        name, _, file = text.partition("=")
        reporter = reporters.get(name)
        if reporter is None:
            from difflib import get_close_matches

            close = get_close_matches(name, reporters, 1)
            hint = (
                f"did you mean {close[0]}?" if close else f"known: {', '.join(sorted(reporters))}"
            )
            raise ConfigError(f"no report format {name!r}", hint)
        chosen.append(Choice(reporter, Path(file) if file not in _STDOUT else None))
    on_stdout = [choice.reporter.name for choice in chosen if choice.file is None]
    if len(on_stdout) > 1:
        raise ConfigError(
            f"{' and '.join(on_stdout)} would both go to standard output",
            f"give a file: -o {on_stdout[1]}=FILE",
        )
    files = [os.path.realpath(choice.file) for choice in chosen if choice.file is not None]
    for file in files:
        if files.count(file) > 1 and kind_of(Path(file)) != "other":
            raise ConfigError(f"two reports would go to {file}", "give each its own file")
    for file in files:
        if file.endswith(SOURCES) and kind_of(Path(file)) == "file":
            raise ConfigError(f"{file} looks like a source", "name another file for the report")
    if not on_stdout and "terminal" in reporters:
        chosen.append(Choice(reporters["terminal"], None))
    return chosen


def canvas(outcome: Outcome, quiet: bool, color: str) -> Canvas:
    """Return the canvas for standard output."""
    terminal = sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Canvas(
        terminal=terminal,
        colour=color == "always" or (color == "auto" and terminal and not plain),
        width=shutil.get_terminal_size((100, 24)).columns,
        quiet=quiet,
        base=outcome.base,
        frame=_Frames(outcome).lines,
    )


class _Frames:
    """Source lines for code frames, masked as a whole before any line is shown."""

    def __init__(self, outcome: Outcome) -> None:
        self._base = outcome.base
        self._redactor = outcome.redactor
        self._read = cache(self._read_file)

    def lines(self, place: Place) -> Sequence[tuple[int, str]]:
        lines = self._read(place.file)
        last = min(place.end_line, place.line + 5, len(lines))
        return [(number, lines[number - 1]) for number in range(max(place.line, 1), last + 1)]

    def _read_file(self, file: str) -> list[str]:
        path = self._base / file
        try:
            masked = self._redactor.mask_bytes(read_regular(path, FRAME_BYTES))
        except OSError:
            return []
        text: str = masked.decode("utf-8", "replace")
        return text.splitlines()


def write(choice: Choice, report: Report, canvas: Canvas) -> None:
    """Render one report to where it goes; a file appears complete or not at all.

    What is there and is no regular file (a device, a pipe) is written to, never replaced.

    :raises ReportError: when it cannot be rendered or written.
    """
    if choice.file is None:
        stream = sys.stdout.buffer
        for piece in _pieces(choice, report, canvas):
            stream.write(piece)
        stream.flush()
        return
    pieces = _pieces(choice, report, Canvas(base=canvas.base, frame=canvas.frame))
    try:
        if kind_of(choice.file) == "other":
            with choice.file.open("wb") as stream:
                stream.writelines(pieces)
        else:
            _replace(Path(os.path.realpath(choice.file)), pieces)
    except OSError as error:
        raise ReportError(f"{choice.file} cannot be written ({error.strerror})") from None


def _pieces(choice: Choice, report: Report, canvas: Canvas) -> Iterator[bytes]:
    """Yield the document; a crash of the reporter takes no other report with it.

    :raises ReportError: when it cannot be rendered.
    """
    try:
        yield from choice.reporter.render(report, canvas)
    except (ReportError, OSError):
        raise
    except (Exception, SystemExit) as error:
        name = choice.reporter.name
        log.debug("reporter %s failed", name, exc_info=True)
        raise ReportError(
            f"the {name} reporter failed ({type(error).__name__})",
            "run with --debug and report it",
        ) from None


def _replace(file: Path, pieces: Iterator[bytes]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    handle, name = tempfile.mkstemp(prefix=".auditor-", suffix=".part", dir=file.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
        partial.chmod(_mode(file))
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _mode(file: Path) -> int:
    """Return the permissions of a file that is replaced, or those that a new one gets."""
    if file.exists():
        return stat.S_IMODE(file.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def progress() -> Progress:
    """Return a progress line on standard error, silent unless that is a terminal."""
    if not sys.stderr.isatty():
        return lambda done, total, scope: None
    width = shutil.get_terminal_size((80, 24)).columns - 1

    def show(done: int, total: int, scope: str) -> None:
        click.echo(f"\r\033[K{f'{done}/{total} {scope}'[:width]}", nl=False, err=True)

    return show


def end_progress() -> None:
    """Take the progress line away."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)


def tell(line: str) -> None:
    """Say something to whoever waits for a scan."""
    end_progress()
    click.echo(f"auditor: {line}", err=True)
