"""How answers are read: moments, paths into pages, what is not kept, rates, memory."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from botocore.utils import parse_timestamp
from hypothesis import given, strategies

from auditor_aws.concealing import NOT_KEPT, concealed
from auditor_aws.models import MOST, RecentModels
from auditor_aws.moments import moment
from auditor_aws.paging import items
from auditor_aws.rates import Rate
from auditor_aws.shapes import body, dig
from auditor_resources.model import Unknown


@given(strategies.integers(min_value=1, max_value=3_700_000_000))
def test_moments_are_those_that_the_sdk_reads(seconds: int) -> None:
    when = datetime.fromtimestamp(seconds, UTC)
    for text in (when.isoformat(), when.strftime("%Y-%m-%dT%H:%M:%S.000Z"), when.timestamp()):
        assert moment(text) == parse_timestamp(text)


@pytest.mark.parametrize("text", ["Tue, 24 Nov 2026 11:00:00 GMT", 1795518000])
def test_other_spellings_of_moments(text: object) -> None:
    assert moment(text) == parse_timestamp(text)


def test_a_moment_without_a_timezone_is_in_utc() -> None:
    assert moment("2026-11-24T11:00:00") == datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("page", "key", "found"),
    [
        ({"A": [1, 2]}, "A", [1, 2]),
        ({}, "A", []),
        ({"A": None}, "A", []),
        ({"A": {"B": [1]}}, "A.B", [1]),
        ({"A": [{"B": [1]}, {"B": [2, 3]}, {}]}, "A[].B", [1, 2, 3]),
    ],
)
def test_lists_in_pages(page: dict[str, object], key: str, found: list[object]) -> None:
    assert items(page, key) == found


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("F[].Env.Vars", {"F": [{"Env": {"Vars": {"K": NOT_KEPT}}}, {"Env": None}], "S": "s"}),
        ("F", {"F": [{"Env": {"Vars": {"K": NOT_KEPT}}}, {"Env": NOT_KEPT}], "S": "s"}),
        ("S", {"F": [{"Env": {"Vars": {"K": "v"}}}, {"Env": None}], "S": NOT_KEPT}),
        ("X.Y[]", {"F": [{"Env": {"Vars": {"K": "v"}}}, {"Env": None}], "S": "s"}),
    ],
)
def test_what_is_not_kept(path: str, kept: dict[str, object]) -> None:
    answer = {"F": [{"Env": {"Vars": {"K": "v"}}}, {"Env": None}], "S": "s"}
    assert concealed(answer, (path,)) == kept
    assert answer["S"] == "s", "the answer itself stays as it is"


def test_what_was_not_collected_is_unknown_not_absent() -> None:
    live = body({"told": None, "block": {"inner": 1}, "none": []})
    assert live.get("told") is None
    assert isinstance(live.get("untold"), Unknown)
    assert live.hole("untold") is not None
    assert live.hole("none") is None
    assert live.blocks("block")[0].get("inner") == 1
    assert isinstance(live.blocks("block")[0].get("other"), Unknown)


def test_an_unknown_stays_unknown_on_the_way_down() -> None:
    why = Unknown("denied: s3:GetBucketPolicy")
    assert dig(why, "A", "B") is why
    assert dig({"A": None}, "A", "B") is None
    assert dig(None, "A") is None


def test_a_rate_holds_calls_back() -> None:
    rate = Rate(50)
    begun = time.monotonic()
    for _ in range(110):
        rate.wait()
    assert time.monotonic() - begun >= 0.15, "100 calls at once, 10 more at 50 a second"


def test_descriptions_of_services_are_forgotten() -> None:
    loader = RecentModels()
    for name in ("sqs", "sns", "kms", "acm", "sts", "dax", "fsx", "mq", "efs", "elb", "ecr"):
        loader.load_service_model(name, "service-2")
        loader.load_service_model(name, "paginators-1")
    held = [key for key in loader._cache if "/" in str(key)]
    assert 0 < len(held) <= MOST
    assert loader.load_service_model("sqs", "service-2")["operations"]["ListQueues"]
