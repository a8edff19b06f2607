"""Whatever goes wrong with one list never makes a verdict; it is told, and the run says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from auditor.collecting import Reason, Unit
from auditor.engine.collect import UnitResult
from auditor.gate import incomplete
from auditor.policy import Policy
from auditor_kubernetes.testing import Kind, Server
from tests.kubernetes.estate import (
    EXPIRED_FOR_CERTAIN,
    MOMENT,
    Audit,
    Auditor,
    estate,
    judged,
    lists,
)

FAULTS = (
    Kind.DENIED,
    Kind.UNAUTHORIZED,
    Kind.THROTTLED,
    Kind.UNAVAILABLE,
    Kind.SERVER_ERROR,
    Kind.GONE,
    Kind.RESET,
    Kind.TRUNCATED,
    Kind.MALFORMED,
    Kind.WRONG_CONTENT,
    Kind.NESTED,
    Kind.ENDLESS,
    Kind.MISSHAPEN,
    Kind.NO_ITEMS,
)
POLICY = Policy(moment=MOMENT)
ELSEWHERE = {
    "APIService/v1.metrics.k8s.io": "kube-system/ConfigMap/extension-apiserver-authentication",
    "CertificateSigningRequest/given": "shop/Secret/web-tls",
    "MutatingWebhookConfiguration/mutating": (
        "kube-system/ConfigMap/extension-apiserver-authentication"
    ),
    "shop/Certificate/web": "shop/Secret/web-tls",
}
"""Where a certificate is told when the place that names it best was not read, and that place."""


class Planted(NamedTuple):
    """The estate in a stand-in, and what an undisturbed audit of it found."""

    server: Server
    folder: Path
    auditor: Auditor
    units: list[Unit]
    results: list[UnitResult]
    undisturbed: Audit

    def auditing(self, **options: Any) -> Auditor:
        """Return an auditor that gives up at once, with these options."""
        return Auditor(self.server, self.folder, tier=2, tries=1, **options)

    def audit(self, name: str, auditor: Auditor, units: Sequence[Unit] = ()) -> Audit:
        """Collect the units that read a resource again, and judge them with what the others had
        yielded."""
        units = units or self.units
        again = {number: auditor.collect(units[number]) for number in self.lists[name]}
        return judged(again.get(number, result) for number, result in enumerate(self.results))

    @property
    def lists(self) -> Mapping[str, list[int]]:
        """The resources that are listed, with the numbers of their units."""
        return lists(self.units)

    @property
    def continued(self) -> list[str]:
        """The resources of which there are at least two objects."""
        counts = {item.source: item.listed for item in self.undisturbed.populations}
        return [name for name in self.lists if counts[name] > 1]

    def faults_in(self, found: Audit, request: str, *, lenient: bool = False) -> list[str]:
        """Return what is wrong with an audit of which one request failed."""
        known = self.undisturbed.decided
        placed = {(check, place, verdict) for check, place, _, verdict in known}
        wrong = [
            f"{item} was invented"
            for item in found.decided - known - {EXPIRED_FOR_CERTAIN}
            if (item[0], ELSEWHERE.get(item[1], ""), item[3]) not in placed
        ]
        told = [gap for gap in found.gaps if gap.address.startswith(request)]
        if not told:
            wrong.append("no gap names it")
        elif not lenient and not any(incomplete(gap, POLICY) for gap in told):
            wrong.append("the run counts as complete")
        wrong += [gap.detail for gap in found.gaps if gap.reason is Reason.CRASHED]
        return [f"{request}: {text}" for text in wrong]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """The estate, from which all was read once."""
    with Server(estate()) as server:
        folder = tmp_path_factory.mktemp("faults")
        auditor = Auditor(server, folder, tier=2, tries=1)
        units = auditor.plan()
        results = [auditor.collect(unit) for unit in units]
        undisturbed = judged(results)
        assert undisturbed.gaps == []
        yield Planted(server, folder, auditor, units, results, undisturbed)
        assert server.mistakes == []
        assert server.writes == []


@pytest.fixture(scope="module")
def piecemeal(planted: Planted) -> Auditor:
    """Reads one object a page, so that something can go wrong in the middle of a list."""
    auditor = planted.auditing(page_size=1)
    found = judged(auditor.collect(unit) for unit in planted.units)
    assert found.decided == planted.undisturbed.decided
    return auditor


@pytest.mark.parametrize("kind", FAULTS, ids=str)
def test_no_list_that_fails_makes_a_verdict(planted: Planted, kind: Kind) -> None:
    wrong: list[str] = []
    for name in planted.lists:
        with planted.server.faulty(name, kind, seconds=0):
            found = planted.audit(name, planted.auditor)
        wrong += planted.faults_in(found, f"list {name}")
    assert wrong == []


@pytest.mark.parametrize("kind", [Kind.DENIED, Kind.TRUNCATED, Kind.MISSHAPEN], ids=str)
def test_no_list_that_breaks_off_makes_a_verdict(
    planted: Planted, piecemeal: Auditor, kind: Kind
) -> None:
    wrong: list[str] = []
    for name in planted.continued:
        with planted.server.faulty(name, kind, after=1, seconds=0):
            found = planted.audit(name, piecemeal)
        wrong += planted.faults_in(found, f"list {name}")
    assert wrong == []


def test_no_list_that_expires_makes_a_verdict(planted: Planted, piecemeal: Auditor) -> None:
    wrong: list[str] = []
    for name in planted.continued:
        with planted.server.faulty(name, Kind.EXPIRED):
            found = planted.audit(name, piecemeal)
        wrong += planted.faults_in(found, f"list {name}", lenient=True)
    assert wrong == []


def test_no_list_that_is_too_slow_makes_a_verdict(planted: Planted) -> None:
    wrong: list[str] = []
    hasty = planted.auditing(timeout_seconds=0.1)
    for name in planted.lists:
        with planted.server.faulty(name, Kind.SLOW, seconds=2, times=2):
            found = planted.audit(name, hasty)
        wrong += planted.faults_in(found, f"list {name}")
    assert wrong == []


def test_what_planning_is_refused_is_not_asked_for(planted: Planted) -> None:
    """A review says beforehand that the list would be denied."""
    wrong: list[str] = []
    for name in planted.lists:
        planted.server.forget()
        with planted.server.faulty(name, Kind.DENIED):
            found = planted.audit(name, planted.auditor, planted.auditor.plan())
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
    with planted.server.faulty(target, kind, seconds=0):
        found = planted.auditor.audit(planted.units)
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
    assert found.decided - {EXPIRED_FOR_CERTAIN} < planted.undisturbed.decided
    assert {gap.address for gap in found.gaps} == {
        "list certificates.cert-manager.io",
        "list clusterissuers.cert-manager.io",
        "list issuers.cert-manager.io",
    }
    assert {gap.reason for gap in found.gaps} == {Reason.UNREACHABLE}
