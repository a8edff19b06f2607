"""Parameter groups in use: whether clients without TLS are turned away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from auditor_aws.api import Api
from auditor_aws.shapes import Item
from auditor_resources.model import Resource, Unknown

OPERATIONS = (
    "rds:DescribeDBParameterGroups",
    "rds:DescribeDBClusterParameterGroups",
    "rds:DescribeDBParameters",
    "rds:DescribeDBClusterParameters",
)
_WANTED = ("rds.force_ssl", "require_secure_transport", "tls", "audit_logs", "neptune_enforce_ssl")
_DEFAULT = "default."
_CLUSTER_KINDS = {
    "docdb": "aws_docdb_cluster_parameter_group",
    "neptune": "aws_neptune_cluster_parameter_group",
}


class _Level(NamedTuple):
    """Parameter groups of instances, or of clusters, and how the API calls them."""

    groups: str
    listing: str
    parameters: str
    argument: str
    arn: str


_INSTANCES = _Level(
    "describe_db_parameter_groups",
    "DBParameterGroups",
    "describe_db_parameters",
    "DBParameterGroup",
    "pg",
)
_CLUSTERS = _Level(
    "describe_db_cluster_parameter_groups",
    "DBClusterParameterGroups",
    "describe_db_cluster_parameters",
    "DBClusterParameterGroup",
    "cluster-pg",
)


def groups(api: Api, instances: Iterable[Item], clusters: Iterable[Item]) -> Iterator[Resource]:
    """Yield the parameter groups that instances outside of clusters, and clusters, use.

    The default groups of DocumentDB and Neptune are left out: both turn plain connections away.
    """
    used = {
        group["DBParameterGroupName"]: "aws_db_parameter_group"
        for item in instances
        if not item.get("DBClusterIdentifier")
        for group in item.get("DBParameterGroups", ())
    }
    yield from _groups(api, _INSTANCES, used)
    used = {
        item["DBClusterParameterGroup"]: _CLUSTER_KINDS.get(
            item["Engine"], "aws_rds_cluster_parameter_group"
        )
        for item in clusters
        if item.get("DBClusterParameterGroup")
    }
    yield from _groups(api, _CLUSTERS, used)


def _groups(api: Api, level: _Level, used: dict[str, str]) -> Iterator[Resource]:
    used = {
        name: kind
        for name, kind in used.items()
        if not (name.startswith(_DEFAULT) and kind in _CLUSTER_KINDS.values())
    }
    if not used:
        return
    listed = api.listed("rds", level.groups, level.listing)
    items: dict[str, Item] = {}
    if not isinstance(listed, Unknown):
        items = {item[f"{level.argument}Name"]: item for item in listed}

    def read(name: str) -> Iterator[Resource]:
        item = items.get(name)
        values = {"family": _family(name, item, listed), "parameter": _set(api, level, name)}
        address = api.arn("rds", f"{level.arn}:{name}")
        yield api.resource(used[name], address, item, values, name)

    yield from api.each(used, read)


def _family(name: str, item: Item | None, listed: Any) -> str | Unknown:
    if item is not None:
        return str(item["DBParameterGroupFamily"])
    if name.startswith(_DEFAULT):
        return name.removeprefix(_DEFAULT)
    return listed if isinstance(listed, Unknown) else Unknown(f"{name} is not listed")


def _set(api: Api, level: _Level, name: str) -> Any:
    """Return the parameters of interest that somebody has set; nobody can in a default group."""
    if name.startswith(_DEFAULT):
        return []
    arguments = {f"{level.argument}Name": name, "Source": "user"}
    listed = api.listed("rds", level.parameters, "Parameters", **arguments)
    if isinstance(listed, Unknown):
        return listed
    return [
        {"name": item["ParameterName"], "value": item["ParameterValue"]}
        for item in listed
        if item.get("ParameterName") in _WANTED and item.get("ParameterValue") is not None
    ]
