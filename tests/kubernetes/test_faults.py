"""Whatever goes wrong with one list never makes a verdict; it is told, and the run says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from auditor.collecting import Reason, Unit
from auditor.engine.collect import UnitResult
from auditor.gate import incomplete
from auditor.policy import Policy
from auditor_kubernetes.testing import Kind, Server
from tests.kubernetes.estate import MOMENT, Audit, Auditor, estate, judged, lists

FAULTS = (
    Kind.DENIED,
    Kind.UNAUTHORIZED,
    Kind.THROTTLED,
    Kind.UNAVAILABLE,
    Kind.SERVER_ERROR,
    Kind.RESET,
    Kind.TRUNCATED,
    Kind.MALFORMED,
    Kind.WRONG_CONTENT,
    Kind.ENDLESS,
    Kind.MISSHAPEN,
    Kind.NO_ITEMS,
)
POLICY = Policy(moment=MOMENT)


class Planted(NamedTuple):
    """The estate in a stand-in, and what an undisturbed audit of it found."""

    server: Server
    auditor: Auditor
    units: list[Unit]
    results: list[UnitResult]
    undisturbed: Audit

    def audit(self, numbers: list[int], auditor: Auditor | None = None) -> Audit:
        """Collect some units again, and judge them with what the others had yielded."""
        collect = (auditor or self.auditor).collect
        again = {number: collect(self.units[number]) for number in numbers}
        return judged(again.get(number, result) for number, result in enumerate(self.results))

    def faults_in(self, found: Audit, request: str, *, lenient: bool = False) -> list[str]:
        """Return what is wrong with an audit of which one request failed."""
        wrong = [f"{item} was invented" for item in found.decided - self.undisturbed.decided]
        told = [gap for gap in found.gaps if gap.address.startswith(request)]
        if not told:
            wrong.append("no gap names it")
        elif not lenient and not any(incomplete(gap, POLICY) for gap in told):
            wrong.append("the run counts as complete")
        wrong += [gap.detail for gap in found.gaps if gap.reason is Reason.CRASHED]
        return [f"{request}: {text}" for text in wrong]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """Pages of one object, so that there is something to go wrong in the middle of a list."""
    with Server(estate()) as server:
        folder = tmp_path_factory.mktemp("faults")
        auditor = Auditor(server, folder, tier=2, page_size=1, tries=1)
        units = auditor.plan()
        results = [auditor.collect(unit) for unit in units]
        undisturbed = judged(results)
        assert undisturbed.gaps == []
        yield Planted(server, auditor, units, results, undisturbed)
        assert server.mistakes == []
        assert server.writes == []


def continued(planted: Planted) -> set[str]:
    """Return the resources of which there are at least two objects."""
    return {item.source for item in planted.undisturbed.populations if item.listed > 1}


@pytest.mark.parametrize("kind", FAULTS, ids=str)
def test_no_list_that_fails_makes_a_verdict(planted: Planted, kind: Kind) -> None:
    wrong: list[str] = []
    for name, numbers in lists(planted.units).items():
        with planted.server.faulty(name, kind, seconds=0):
            found = planted.audit(numbers)
        wrong += planted.faults_in(found, f"list {name}")
    assert wrong == []


@pytest.mark.parametrize("kind", FAULTS, ids=str)
def test_no_list_that_breaks_off_makes_a_verdict(planted: Planted, kind: Kind) -> None:
    wrong: list[str] = []
    several = continued(planted)
    for name, numbers in lists(planted.units).items():
        if name not in several:
            continue
        with planted.server.faulty(name, kind, after=1, seconds=0):
            found = planted.audit(numbers)
        wrong += planted.faults_in(found, f"list {name}")
    assert wrong == []


def test_no_list_that_is_too_slow_makes_a_verdict(
    planted: Planted, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wrong: list[str] = []
    folder = tmp_path_factory.mktemp("slow")
    hasty = Auditor(planted.server, folder, tier=2, timeout_seconds=0.15, tries=1)
    for name, numbers in lists(planted.units).items():
        with planted.server.faulty(name, Kind.SLOW, seconds=2, times=2):
            found = planted.audit(numbers, hasty)
        wrong += planted.faults_in(found, f"list {name}")
    assert wrong == []


def test_no_list_that_expires_makes_a_verdict(planted: Planted) -> None:
    wrong: list[str] = []
    several = continued(planted)
    for name, numbers in lists(planted.units).items():
        if name in several:
            with planted.server.faulty(name, Kind.EXPIRED):
                found = planted.audit(numbers)
            wrong += planted.faults_in(found, f"list {name}", lenient=True)
    assert wrong == []


def test_what_planning_is_refused_is_not_asked_for(planted: Planted) -> None:
    """A review says beforehand that the list would be denied."""
    wrong: list[str] = []
    for name in lists(planted.units):
        planted.server.forget()
        with planted.server.faulty(name, Kind.DENIED):
            found = planted.auditor.audit()
        wrong += planted.faults_in(found, f"list {name}")
        if f"list {name}" in planted.server.calls():
            wrong.append(f"{name} was asked for")
    assert wrong == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.SLOW, Kind.EXPIRED)])
@pytest.mark.parametrize("path", ["/api", "/apis"])
def test_a_cluster_that_does_not_say_what_it_has_is_not_read(
    planted: Planted, path: str, kind: Kind
) -> None:
    with planted.server.faulty(path, kind, seconds=0):
        found = planted.auditor.audit()
    if kind in (Kind.ENDLESS, Kind.MISSHAPEN, Kind.NO_ITEMS):
        assert found.decided == planted.undisturbed.decided, "only lists can go wrong so"
    else:
        assert found.decided == set()
        (gap,) = found.gaps
        assert gap.address == "discover APIs"
        assert incomplete(gap, POLICY)


@pytest.mark.parametrize("kind", FAULTS, ids=str)
@pytest.mark.parametrize("target", ["/version", "configmaps"])
def test_what_is_read_beside_lists_is_told_when_it_fails(
    planted: Planted, target: str, kind: Kind
) -> None:
    """The version, and the ConfigMap with the cluster's own authorities."""
    if kind in (Kind.ENDLESS, Kind.MISSHAPEN, Kind.NO_ITEMS):
        pytest.skip("only lists can go wrong so")
    numbers = [
        number
        for number, unit in enumerate(planted.units)
        if unit.detail["unit"] in ("version", "workloads")
    ]
    with planted.server.faulty(target, kind, seconds=0):
        found = planted.audit(numbers)
    assert planted.faults_in(found, f"get {target.removeprefix('/')}") == []


@pytest.mark.parametrize("kind", FAULTS, ids=str)
def test_reviews_that_fail_leave_it_to_the_lists(planted: Planted, kind: Kind) -> None:
    if kind is Kind.UNAUTHORIZED:
        pytest.skip("no list is answered either")
    with planted.server.faulty("selfsubjectaccessreviews.*", kind, seconds=0):
        found = planted.auditor.audit()
    assert found.decided == planted.undisturbed.decided
    assert found.gaps == []


def test_a_group_that_does_not_answer_is_not_taken_for_absent(planted: Planted) -> None:
    with planted.server.faulty("*.cert-manager.io", Kind.UNAVAILABLE):
        found = planted.auditor.audit()
    assert found.decided < planted.undisturbed.decided
    assert {gap.address for gap in found.gaps} == {
        "list certificates.cert-manager.io",
        "list clusterissuers.cert-manager.io",
        "list issuers.cert-manager.io",
    }
    assert {gap.reason for gap in found.gaps} == {Reason.UNREACHABLE}
