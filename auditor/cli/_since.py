"""``--since REV``: what was there at an earlier commit does not fail the gate.

The commit is read with ``git archive`` into a temporary directory and audited by the same
rules; its failures are the baseline. The work tree is not touched.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from pathlib import Path

import msgspec

from auditor import baseline
from auditor.engine.scan import Request, scan
from auditor.errors import ConfigError
from auditor.plugins import Plugins


def known_since(revision: str, request: Request, plugins: Plugins) -> Request:
    """Return the request with the failures of a revision as (further) baseline.

    :raises ConfigError: when git is missing, the base is no work tree, or the revision unknown.
    """
    with tempfile.TemporaryDirectory(prefix="auditor-since-") as folder:
        earlier = Path(folder).resolve()
        _export(revision, request.base, earlier)
        targets = tuple(_moved(request, earlier))
        found: set[str] = set()
        if targets:
            past = msgspec.structs.replace(request, targets=targets, base=earlier, keeping=False)
            outcome = scan(past, plugins)
            with outcome.store:
                entries = baseline.entries(outcome.report.findings(), "")
                found = {entry.fingerprint for entry in entries}
    policy = request.policy
    name = f"{policy.baseline_name} and {revision}" if policy.baseline_name else revision
    known = tuple(sorted(found.union(policy.baseline)))
    return msgspec.structs.replace(
        request,
        policy=msgspec.structs.replace(policy, baseline_name=name, baseline=known),
    )


def _moved(request: Request, earlier: Path) -> list[str]:
    """Return the path targets as they were; what did not exist then brings nothing."""
    moved = []
    for text in request.targets:
        path = Path(text).resolve()
        if path.exists() and path.is_relative_to(request.base):
            then = earlier / path.relative_to(request.base)
            if then.exists():
                moved.append(str(then))
    return moved


def _export(revision: str, base: Path, folder: Path) -> None:
    command = ["git", "-C", str(base), "archive", "--format=tar", f"{revision}^{{tree}}"]
    if revision.startswith("-"):
        raise ConfigError(f"{revision!r} is not a revision")
    with tempfile.TemporaryFile() as archive:
        try:
            done = subprocess.run(command, stdout=archive, stderr=subprocess.PIPE, check=False)
        except FileNotFoundError:
            raise ConfigError("--since needs git", "install it or use --baseline") from None
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = lines[-1] if lines else f"git archive exited {done.returncode}"
            hint = "fetch the commit first (in CI: a full checkout, fetch-depth: 0)"
            raise ConfigError(f"{revision} cannot be read: {reason}", hint)
        archive.seek(0)
        with tarfile.open(fileobj=archive) as tree:
            tree.extractall(folder, filter="data")
