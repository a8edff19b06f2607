"""Every hook is called, a broken plugin is contained, and one id belongs to one plugin."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from auditor import hookspecs
from auditor.checking import Check, Severity
from auditor.collecting import Permissions
from auditor.engine.scan import Request, scan
from auditor.errors import ConfigError, PluginError
from auditor.facts import DataStore
from auditor.hookspecs import hookimpl
from auditor.plugins import Plugins
from auditor.policy import Policy
from auditor.reporting import Objective

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)


def check(name: str) -> Check:
    return Check(
        id=name,
        title="t",
        severity=Severity.LOW,
        doc="",
        facts=DataStore,
        judge=lambda fact, view: (),
    )


class Everything:
    """A plugin with every hook there is."""

    def __init__(self) -> None:
        self.finished: list[object] = []

    @hookimpl
    def auditor_checks(self) -> list[Check]:
        return [check("example.one"), check("encryption.at_rest")]

    @hookimpl
    def auditor_collectors(self) -> list[object]:
        return [SimpleNamespace(name="mine", schemes=("mine",))]

    @hookimpl
    def auditor_permissions(self) -> list[Permissions]:
        return [Permissions(name="own", forms={"text": lambda: "nothing"})]

    @hookimpl
    def auditor_reporters(self) -> list[object]:
        return [SimpleNamespace(name="shout")]

    @hookimpl
    def auditor_objectives(self) -> list[Objective]:
        return [Objective(id="ZZZ-01", title="mine")]

    @hookimpl
    def auditor_data(self) -> list[tuple[str, str]]:
        return [("mine", "2026-01-01")]

    @hookimpl
    def auditor_archivist(self) -> object:
        return "archivist"

    @hookimpl
    def auditor_executor(self, url: str) -> Executor | None:
        return ThreadPoolExecutor(2) if url == "threads:2" else None

    @hookimpl
    def auditor_scan_finished(self, report: object) -> None:
        self.finished.append(report)


@pytest.fixture
def everything() -> tuple[Plugins, Everything]:
    plugins, plugin = Plugins(block=["evidence"]), Everything()
    plugins._manager.register(plugin, name="zz-everything")
    return plugins, plugin


def test_the_plugin_above_has_every_hook() -> None:
    hooks = {name for name in vars(hookspecs) if name.startswith("auditor_")}
    assert hooks == {name for name in vars(Everything) if name.startswith("auditor_")}


def test_every_hook_is_heard(everything) -> None:
    plugins, plugin = everything
    assert "example.one" in plugins.checks
    assert "mine" in plugins.collectors
    assert plugins.permissions["own"].forms["text"]() == "nothing"
    assert list(plugins.reporters) == ["shout"]
    assert "ZZZ-01" in plugins.objectives
    assert plugins.data["mine"] == "2026-01-01"
    assert plugins.archivist == "archivist"
    executor = plugins.executor("threads:2")
    assert executor is not None
    executor.shutdown()
    assert plugins.executor("other:") is None
    plugins.scan_finished("report")
    assert plugin.finished == ["report"]


def test_an_id_belongs_to_one_plugin(everything) -> None:
    plugins, _ = everything
    assert plugins.checks["encryption.at_rest"].title != "t"
    (info,) = [info for info in plugins.infos if info.name == "zz-everything"]
    assert "check 'encryption.at_rest' exists already" in info.problem


def test_a_hook_that_raises_takes_nobody_down() -> None:
    class Broken:
        @hookimpl
        def auditor_checks(self) -> list[Check]:
            raise RuntimeError("out of order")

    plugins = Plugins()
    plugins._manager.register(Broken(), name="broken")
    assert len(plugins.checks) > 40
    (info,) = [info for info in plugins.infos if info.name == "broken"]
    assert info.problem == "RuntimeError: out of order"


def test_no_archivist_is_said() -> None:
    with pytest.raises(PluginError, match="evidence bundles"):
        _ = Plugins(block=["evidence"]).archivist


def test_an_executor_gives_the_same_findings(tmp_path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text('resource "aws_ebs_volume" "v" {\n}\n')
    plugins = Plugins()
    plugins._manager.register(Everything(), name="zz-everything")
    del plugins.collectors["mine"]
    found = []
    for executor in ("", "threads:2"):
        request = Request(
            targets=(str(tmp_path),),
            base=tmp_path,
            policy=Policy(moment=MOMENT),
            executor=executor,
        )
        with scan(request, plugins).store as store:
            found.append(list(store.findings()))
    assert found[0] == found[1]
    assert len(found[0]) >= 6
    request = Request(
        targets=(str(tmp_path),), base=tmp_path, policy=Policy(moment=MOMENT), executor="nope:"
    )
    with pytest.raises(ConfigError, match="nope:"):
        scan(request, plugins)
