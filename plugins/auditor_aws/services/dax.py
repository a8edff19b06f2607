"""DAX, the cache before DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import dig
from auditor_resources.model import Resource


def clusters(api: Api) -> Iterator[Resource]:
    """Yield every cluster."""
    for item in api.pages("dax", "describe_clusters", "Clusters"):
        encrypted = dig(item, "SSEDescription", "Status") in ("ENABLED", "ENABLING")
        zones = {node.get("AvailabilityZone") for node in item.get("Nodes", ())}
        values = {
            "server_side_encryption": {"enabled": encrypted},
            "cluster_endpoint_encryption_type": item.get("ClusterEndpointEncryptionType"),
            "replication_factor": item.get("TotalNodes"),
            "availability_zones": sorted(zone for zone in zones if zone),
        }
        yield api.resource("aws_dax_cluster", item["ClusterArn"], item, values)


SERVICE = Service(
    name="dax",
    reach=Reach.REGIONAL,
    operations=("dax:DescribeClusters",),
    parts=(clusters,),
)
