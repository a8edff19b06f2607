"""Shared fixtures: the command line as users run it, and small Terraform trees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MOMENT = "2026-11-24T12:00:00Z"


@dataclass
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.out)

    def findings(self, check: str = "", verdict: str = "") -> list[dict[str, Any]]:
        return [
            item
            for item in self.document["findings"]
            if (not check or item["check"] == check) and (not verdict or item["verdict"] == verdict)
        ]


Auditor = Callable[..., Ran]


@pytest.fixture
def auditor(tmp_path: Path) -> Auditor:
    """Run ``auditor`` in ``tmp_path`` (or ``cwd``); no traceback may ever be seen."""

    def run(*arguments: str | Path, cwd: Path = tmp_path, **env: str) -> Ran:
        words = [str(argument) for argument in arguments]
        if words and words[0] == "scan" and "--moment" not in words:
            words += ["--moment", MOMENT]
        done = subprocess.run(
            [sys.executable, "-m", "auditor", *words],
            cwd=cwd,
            env={**os.environ, "NO_COLOR": "1", **env},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in ran.text, ran.text
        assert "internal error" not in ran.text, ran.text
        return ran

    return run


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write files below ``tmp_path``."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write
