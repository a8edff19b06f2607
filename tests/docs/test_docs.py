"""The documentation is true: commands run, pages are fresh, the guide works."""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from auditor import hookspecs
from auditor.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```", re.S | re.M)
FILE = re.compile(r"^`(?P<path>[\w./-]+)`\n\n```\w+\n(?P<text>.*?)^```", re.S | re.M)


def commands(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [
        line.removeprefix("$ ")
        for block in BLOCK.findall(text)
        for line in block.splitlines()
        if line.startswith("$ auditor")
    ]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands(page)], ids=lambda page: page.name
)
def test_every_command_shown_runs(page: Path, auditor, tmp_path: Path, account, cluster) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for command in commands(page):
        words = shlex.split(command, comments=True)[1:]
        serving = {"aws:": account, "k8s:": cluster}
        served = [serve for start, serve in serving.items() if _named(start, words)]
        live = bool(served)
        environment = {name: value for serve in served for name, value in serve().items()}
        ran = auditor(*words, cwd=tmp_path / "examples", **environment)
        allowed = (0, 1, 3) if live else (0, 1)
        assert ran.code in allowed, f"{command}\n{ran.text}"


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Callable[[], dict[str, str]]]:
    """What a command needs in its environment to find an account, served when it is asked for;
    of an empty one in the stand-in not every service answers."""
    from auditor_aws.testing import Server

    with ExitStack() as stack:

        @cache
        def served() -> dict[str, str]:
            server = stack.enter_context(Server())
            server.reset()
            server.client("iam").create_user(UserName="ada")
            return {**server.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache")}

        yield served


def _named(start: str, words: list[str]) -> bool:
    return any(word.startswith(start) for word in words)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Callable[[], dict[str, str]]]:
    """What a command needs in its environment to find a cluster called ``prod``."""
    from auditor_kubernetes.testing import Server

    with ExitStack() as stack:

        @cache
        def served() -> dict[str, str]:
            namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
            server = stack.enter_context(Server([namespace]))
            config = server.kubeconfig(tmp_path / "kubeconfig", context="prod")
            return {"KUBECONFIG": str(config), "XDG_CACHE_HOME": str(tmp_path / "cache")}

        yield served


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_counts_as_the_table_does() -> None:
    table = (ROOT / "docs" / "peers" / "prowler.md").read_text(encoding="utf-8")
    counted = re.search(r"Of (\d+) rules in our domains (\d+) are answered", table)
    assert counted is not None
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"[{counted[2]} of {counted[1]} rules of Prowler]" in readme


def test_every_hook_is_documented() -> None:
    text = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    hooks = [name for name in vars(hookspecs) if name.startswith("auditor_")]
    assert hooks
    assert [name for name in hooks if f"`{name}(" not in text] == []


def test_every_command_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if f"auditor {name}" not in text] == []


def test_links_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_guide_to_a_new_check_works(tmp_path: Path) -> None:
    for name in ("auditor", "checks", "evidence", "plugins", "tests", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    files = list(FILE.finditer(guide))
    assert len(files) == 6
    for match in files:
        path = tmp_path / match["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(match["text"], encoding="utf-8")
    folders = [tmp_path, *(tmp_path / name for name in ("checks", "evidence", "plugins"))]
    shown = [line[2:] for block in BLOCK.findall(guide) for line in block.splitlines()]
    assert len(shown) == 2
    for command in shown:
        words = shlex.split(command)
        program = [sys.executable] if words[0] == "python" else [sys.executable, "-m", words[0]]
        done = subprocess.run(
            [*program, *words[1:]],
            cwd=tmp_path,
            env={"PYTHONPATH": ":".join(map(str, folders)), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "no tests ran" not in done.stdout


def test_the_readme_shows_what_the_program_prints(tmp_path: Path) -> None:
    """On a terminal of 92 columns; only the moment and lines left out may differ."""
    shutil.copytree(ROOT / "examples", tmp_path / "shop" / "examples")
    (tmp_path / "shop" / ".git").mkdir()
    printed = on_a_terminal(["scan", "estate"], tmp_path / "shop" / "examples", columns=92)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"^```text\n(.*?)^```", readme, re.S | re.M)
    assert shown is not None
    lines = [line for line in shown[1].splitlines() if line.strip("… ")]
    assert len(lines) > 20
    assert [line for line in lines if line.strip() not in printed] == []


def on_a_terminal(words: list[str], cwd: Path, columns: int) -> str:
    child, screen = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.environ.update(COLUMNS=str(columns), NO_COLOR="1", TERM="xterm")
        os.execv(sys.executable, [sys.executable, "-m", "auditor", *words])
    pieces = []
    while True:
        try:
            piece = os.read(screen, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.waitpid(child, 0)
    os.close(screen)
    return b"".join(pieces).decode()
