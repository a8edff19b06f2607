"""Running a renderer: time and output are bounded, and it finds no settings of its user."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from auditor_kubernetes.manifests.limits import (
    ALL_RENDER_SECONDS,
    MAX_RENDERED_BYTES,
    RENDER_SECONDS,
)

_KEPT = frozenset(("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR"))
_HOMES = {
    "HOME": "home",
    "HELM_CACHE_HOME": "cache",
    "HELM_CONFIG_HOME": "config",
    "HELM_DATA_HOME": "data",
    "HELM_PLUGINS": "plugins",
    "XDG_CACHE_HOME": "xdg-cache",
    "XDG_CONFIG_HOME": "xdg-config",
    "XDG_DATA_HOME": "xdg-data",
}
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that is none: what would be downloaded fails at once (port 9 is discard)."""
MOST_MEMORY = 4 * 1024**3
"""Bytes that a renderer may use, where the system can hold it to that (Linux)."""
_REMARK = re.compile(r"[IW]\d{4} ")
"""What kubectl puts before what it says beside."""
_ERROR = "Error: "
_LOOK_SECONDS = 0.2
"""How often it is looked how much was written."""


class RenderError(Exception):
    """Rendering failed; the text says why, in the renderer's words."""


class Allowance:
    """The seconds that renderers may still take, so that a thousand slow charts end too."""

    def __init__(self) -> None:
        self.left: float = ALL_RENDER_SECONDS

    def renew(self) -> None:
        """Begin again, for the next target."""
        self.left = ALL_RENDER_SECONDS

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Count what happens within.

        :raises RenderError: when nothing is left.
        """
        if self.left <= 0:
            spent = f"{ALL_RENDER_SECONDS} seconds went into what was rendered before"
            raise RenderError(f"not begun, {spent}")
        begun = monotonic()
        try:
            yield
        finally:
            self.left -= monotonic() - begun


allowance: Final = Allowance()
"""That of this process."""


def renderer(base: Path, *names: str) -> str:
    """Return the path of the first of these programs that is installed, or nothing.

    What lies in the scanned tree itself is not run, nor what PATH finds only from the current
    directory.
    """
    top = base.resolve()
    folders = map(Path, os.environ.get("PATH", os.defpath).split(os.pathsep))
    path = os.pathsep.join(
        str(folder)
        for folder in folders
        if folder.is_absolute() and (top == top.parent or top not in folder.resolve().parents)
    )
    found = (shutil.which(name, path=path) for name in names)
    return next((program for program in found if program), "")


@contextmanager
def _alone() -> Iterator[dict[str, str]]:
    """Give an environment without credentials, settings, plugins or a way out to the network."""
    with TemporaryDirectory(prefix="auditor-render-") as folder:
        kept = {key: value for key, value in os.environ.items() if key in _KEPT}
        homes = {key: str(Path(folder, name)) for key, name in _HOMES.items()}
        proxies = dict.fromkeys(
            ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), _NOWHERE
        )
        yield {
            **kept,
            **homes,
            **proxies,
            "KUBECONFIG": str(Path(folder, "kubeconfig")),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": "none",
        }


def render(command: Sequence[str]) -> bytes:
    """Return what a program writes.

    :raises RenderError: when it fails, takes too long or writes too much.
    """
    with (
        allowance.taking(),
        _alone() as env,
        TemporaryDirectory(prefix="auditor-rendered-") as folder,
    ):
        output, errors = Path(folder, "output"), Path(folder, "errors")
        try:
            with output.open("wb") as out, errors.open("wb") as err:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    env=env,
                    start_new_session=True,
                )
        except OSError as error:
            raise RenderError(f"cannot be run: {error.strerror}") from None
        _hold(process)
        try:
            code = _finished(process, (output, errors))
        finally:
            _end(process)
        if code:
            with errors.open("rb") as stream:
                said = stream.read(10_000).decode("utf-8", "replace").strip()
            raise RenderError(_first(said) or f"exit code {code}")
        return output.read_bytes()


def _first(said: str) -> str:
    """Return the first line that tells an error; kubectl begins long ones on the next line, and
    Helm may say something else before."""
    lines = [line for line in said.splitlines() if not _REMARK.match(line)]
    lines = next((lines[at:] for at, line in enumerate(lines) if line.startswith(_ERROR)), lines)
    if len(lines) > 1 and lines[0].endswith("err=<"):
        return f"{lines[0][:-1]}{lines[1].strip()}"
    return lines[0] if lines else ""


def _finished(process: subprocess.Popen[bytes], written: Sequence[Path]) -> int:
    """Wait for a program; return its exit code.

    :raises RenderError: when it takes too long or writes too much.
    """
    end = monotonic() + RENDER_SECONDS
    code: int | None = None
    while code is None:
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(_LOOK_SECONDS)
        if any(path.stat().st_size > MAX_RENDERED_BYTES for path in written):
            raise RenderError(f"more than {MAX_RENDERED_BYTES} bytes were written")
        if code is None and monotonic() > end:
            raise RenderError(f"not done after {RENDER_SECONDS} seconds")
    return code


def _hold(process: subprocess.Popen[bytes]) -> None:
    """Keep a program from using all memory: templates can repeat a text without end."""
    try:
        from resource import RLIMIT_DATA, prlimit
    except ImportError:
        return
    with suppress(OSError, ValueError):
        prlimit(process.pid, RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, SIGKILL)
    process.wait()
