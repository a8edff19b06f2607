"""ClusterRoles that gather others on disk: what the controller of a cluster would leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.facts import AccessRole, AccessRule, Origin, Selector, Unknown
from auditor.rbac.estate import Estate, Rules

HOLE = Unknown("a template")


def role(
    name: str, gathers: Iterable[str] = (), *, states: bool = True, labels: object = None
) -> AccessRole:
    """A role labelled by its name, whose own rule is about a resource of its name."""
    return AccessRole(
        origin=Origin(provider="kubernetes", scope="s", address=name, kind="ClusterRole"),
        subject=f"ClusterRole {name}",
        name=name,
        namespace="",
        labels={name: "yes"} if labels is None else labels,  # type: ignore[arg-type]
        rules=(AccessRule(verbs=("get",), groups=("",), resources=(name,)),) if states else (),
        aggregates=tuple(Selector(labels={other: "yes"}) for other in gathers),
    )


def gathered(roles: Iterable[AccessRole], name: str) -> list[str] | Unknown | None:
    """The names of the roles whose rules a role has."""
    rules = Estate(tuple(roles), ()).rules("ClusterRole", "", name)
    if not isinstance(rules, Rules):
        return rules
    return sorted({str(word) for rule in rules for word in rule.resources})


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": ["a"]}, {"a": []}),
        ({"a": ["b"], "b": []}, {"a": ["b"], "b": ["b"]}),
        ({"a": ["a", "b"], "b": []}, {"a": ["b"]}),
        ({"a": ["b"], "b": ["c"], "c": []}, {"a": ["c"], "b": ["c"], "c": ["c"]}),
        ({"a": ["b"], "b": ["a"]}, {"a": ["a", "b"], "b": ["a", "b"]}),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, {name: ["a", "b", "c"] for name in "abc"}),
        (
            {"a": ["b"], "b": ["a", "c"], "c": [], "d": ["a"]},
            {"a": ["a", "b", "c"], "b": ["a", "b", "c"], "d": ["a", "b", "c"]},
        ),
        ({"a": ["b"], "b": ["c", "d"], "c": ["b"], "d": ["e"], "e": []}, {"a": ["b", "c", "e"]}),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, {"a": ["d"]}),
        ({"a": ["gone"]}, {"a": []}),
    ],
)
def test_which_rules_a_role_gathers(
    graph: Mapping[str, list[str]], expected: Mapping[str, list[str]]
) -> None:
    roles = [role(name, chosen) for name, chosen in graph.items()]
    for order in (roles, roles[::-1]):
        assert {name: gathered(order, name) for name in expected} == expected


@pytest.mark.parametrize("closed", [False, True])
def test_chains_of_any_length_are_followed(closed: bool) -> None:
    names = [f"r{number:04}" for number in range(500)]
    links = [[after] for after in names[1:]] + [[names[0]] if closed else []]
    roles = [role(name, chosen) for name, chosen in zip(names, links, strict=True)]
    assert gathered(roles, names[0]) == (names if closed else names[-1:])


def test_a_rule_names_the_role_that_states_it() -> None:
    rules = Estate((role("a", ["b"]), role("b", ["a"])), ()).rules("ClusterRole", "", "a")
    assert isinstance(rules, Rules)
    assert [(rule.resources, rule.source) for rule in rules] == [(("a",), "a"), (("b",), "b")]


@pytest.mark.parametrize(
    ("labels", "expected"), [({"": HOLE}, HOLE), ({"b": HOLE}, HOLE), ({"c": HOLE}, [])]
)
def test_labels_that_were_not_read_leave_it_open(labels: object, expected: object) -> None:
    assert gathered([role("a", ["b"]), role("x", labels=labels)], "a") == expected


def test_what_may_be_added_to_the_roles_of_clusters_hides_none_of_their_rules() -> None:
    doubtful = role("x", labels={"": HOLE})
    found = gathered([doubtful], "view")
    assert isinstance(found, list)
    assert "pods" in found and "x" not in found


GRAPHS = st.lists(st.tuples(st.booleans(), st.sets(st.integers(0, 7))), min_size=8, max_size=8)


@given(GRAPHS)
def test_every_rule_of_a_plain_role_that_is_chosen_arrives(
    graph: list[tuple[bool, set[int]]],
) -> None:
    names = "abcdefgh"
    roles = [
        role(name, [names[other] for other in sorted(chosen)], states=states)
        for name, (states, chosen) in zip(names, graph, strict=True)
    ]
    own = {
        name: {name} if states else set() for name, (states, _) in zip(names, graph, strict=True)
    }
    choices = {
        name: {names[other] for other in chosen} - {name}
        for name, (_, chosen) in zip(names, graph, strict=True)
    }
    for name, (_, chosen) in zip(names, graph, strict=True):
        found = gathered(roles, name)
        assert isinstance(found, list)
        if not chosen:
            assert set(found) == own[name]
        for other in choices[name]:
            inner = gathered(roles, other)
            assert isinstance(inner, list)
            assert set(found) >= set(inner)
