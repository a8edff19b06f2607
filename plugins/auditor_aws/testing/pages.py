"""Pagination gone wrong: answers whose token for the next page is not what it should be."""

from __future__ import annotations

from functools import cache
from typing import Any

from auditor_aws.testing.answers import Answer, result_of, success
from auditor_aws.testing.operations import Operation

TOKEN = "same-token-again"


def paged(operation: Operation) -> bool:
    """Whether the SDK pages this operation."""
    return operation.name in _paginator(operation.service)


def with_token(operation: Operation, answer: Answer) -> Answer:
    """The same good ``answer`` to a paged operation, promising one more page."""
    config = _paginator(operation.service)[operation.name]
    result = result_of(operation, answer)
    for output in _several(config["output_token"]):
        _put(result, output.split("||")[0].strip(), TOKEN)
    if more := config.get("more_results"):
        _put(result, more, True)
    return success(operation, result)


def split_token(operation: Operation, params: dict[str, Any]) -> tuple[bool, dict[str, Any]]:
    """Whether a call came for the page under :data:`TOKEN`; its parameters for the first one."""
    names = _several(_paginator(operation.service)[operation.name]["input_token"])
    first = {name: value for name, value in params.items() if name not in names}
    return any(params.get(name) == TOKEN for name in names), first


def _several(names: Any) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _put(tree: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for name in above:
        tree = tree.setdefault(name, {})
    tree[last] = value


@cache
def _paginator(service: str) -> dict[str, Any]:
    from botocore.exceptions import DataNotFoundError
    from botocore.loaders import Loader

    try:
        model = Loader().load_service_model(service, "paginators-1")
    except DataNotFoundError:
        return {}
    return dict(model["pagination"])
