"""EMR: the account's block of public access here, running clusters and how they encrypt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_region
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_ALIVE = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"]
_HIDDEN = ("KerberosAttributes", "Configurations")
_SSH = (22, 22)


def public_access(api: Api) -> Iterator[Setting]:
    """Yield whether clusters open to the world are refused, SSH apart, which is AWS's default."""
    answer = api.ask("emr", "get_block_public_access_configuration")
    found = dig(answer, "BlockPublicAccessConfiguration")
    blocked = dig(found, "BlockPublicSecurityGroupRules")
    if blocked is True:
        allowed = {
            (entry["MinRange"], entry.get("MaxRange", entry["MinRange"]))
            for entry in found.get("PermittedPublicSecurityGroupRuleRanges", ())
        }
        blocked = allowed <= {_SSH}
    item = answer if isinstance(answer, Item) else None
    name = "public_sharing_blocked"
    yield of_region(api, "EMR clusters", name, blocked, part="emr", item=item)


def security_configurations(api: Api) -> Iterator[Resource]:
    """Yield every security configuration."""

    def read(item: Item) -> Iterator[Resource]:
        answer = api.call("emr", "describe_security_configuration", item=item, Name=item["Name"])
        values = {"configuration": answer["SecurityConfiguration"]}
        address = api.arn("elasticmapreduce", f"securityconfiguration/{item['Name']}")
        yield api.resource("aws_emr_security_configuration", address, item, values)

    listed = api.pages("emr", "list_security_configurations", "SecurityConfigurations")
    yield from api.each(list(listed), read)


def clusters(api: Api) -> Iterator[Resource | Setting]:
    """Yield every cluster that runs."""

    def read(item: Item) -> Iterator[Resource | Setting]:
        answer = api.call(
            "emr",
            "describe_cluster",
            item=item,
            conceal=tuple(f"Cluster.{path}" for path in _HIDDEN),
            ClusterId=item["Id"],
        )
        found = answer["Cluster"]
        values: dict[str, Any] = {"security_configuration": found.get("SecurityConfiguration")}
        address = item["ClusterArn"]
        yield api.resource("aws_emr_cluster", address, item, values, item["Id"])
        host = found.get("MasterPublicDnsName")
        if host:
            private = _private(host)
            yield api.setting(
                "aws_emr_cluster", address, "EMR cluster", "no_public_ip", private, item
            )

    listed = api.pages("emr", "list_clusters", "Clusters", ClusterStates=_ALIVE)
    yield from api.each(list(listed), read)


def _private(host: str) -> bool | Unknown:
    """Say whether a name is one that EC2 gives to private addresses."""
    label = host.partition(".")[0]
    if label.startswith(("ip-", "i-")):
        return True
    return False if label.startswith("ec2-") else Unknown("the name of the primary node is its own")


SERVICE = Service(
    name="emr",
    reach=Reach.REGIONAL,
    operations=(
        "emr:GetBlockPublicAccessConfiguration",
        "emr:ListSecurityConfigurations",
        "emr:DescribeSecurityConfiguration",
        "emr:ListClusters",
        "emr:DescribeCluster",
    ),
    parts=(public_access, security_configurations, clusters),
    always=True,
)
