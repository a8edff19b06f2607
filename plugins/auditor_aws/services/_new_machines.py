"""What a region does for machines that are started without saying it themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from auditor_aws.api import Api
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Unknown

_IMAGES_AT_ONCE = 200
"""Values that a filter of EC2 takes at most."""
_IMAGE = "ami-"


class RegionDefaults(Struct, frozen=True):
    """Defaults of a region for new machines: encryption of their disks, and the account's
    choices for the metadata service (None where there is none)."""

    encrypted: bool | Unknown
    metadata: Item | Unknown

    def disk_encrypted(self, told: bool | None) -> bool | Unknown | None:
        """Return whether a disk will be encrypted; None when it is up to nobody here."""
        if told or self.encrypted is False:
            return told
        return self.encrypted

    def metadata_options(
        self, told: Mapping[str, Any] | None, image: str | Unknown | None = None
    ) -> dict[str, Any]:
        """Return the options of the metadata service, as ``metadata_options`` of Terraform.

        What a launch leaves open is the account's default, then what the image says about tokens
        (*Configure the Instance Metadata Service options*, order of precedence).
        """
        given = told or {}

        def option(name: str) -> Any:
            return given.get(name) or dig(self.metadata, "AccountLevel", name)

        return {
            "http_endpoint": option("HttpEndpoint"),
            "http_tokens": option("HttpTokens") or image,
            "http_put_response_hop_limit": option("HttpPutResponseHopLimit"),
        }


def tokens_of_images(api: Api, names: Iterable[str]) -> Callable[[str], str | Unknown | None]:
    """Return what tells of an image whether it makes machines ask for tokens: ``required``, None
    for optional, or Unknown for images that are not named by their number, or are gone."""
    found = images(api, {name for name in names if name.startswith(_IMAGE)})

    def tokens(name: str) -> str | Unknown | None:
        if isinstance(found, Unknown):
            return found
        if name not in found:
            return Unknown(f"image {name} decides, which is not listed")
        return "required" if found[name].get("ImdsSupport") == "v2.0" else None

    return tokens


def images(api: Api, names: Iterable[str]) -> dict[str, Item] | Unknown:
    """Return those of these images that still exist and are shared with this account."""
    wanted = sorted(set(names))
    existing: dict[str, Item] = {}
    for start in range(0, len(wanted), _IMAGES_AT_ONCE):
        found = api.listed(
            "ec2",
            "describe_images",
            "Images",
            Filters=[{"Name": "image-id", "Values": wanted[start : start + _IMAGES_AT_ONCE]}],
            IncludeDeprecated=True,
        )
        if isinstance(found, Unknown):
            return found
        existing |= {item["ImageId"]: item for item in found}
    return existing


def region_defaults(api: Api) -> RegionDefaults:
    """Ask the region for its defaults; what is refused is Unknown."""
    answer = api.ask("ec2", "get_ebs_encryption_by_default")
    return RegionDefaults(
        dig(answer, "EbsEncryptionByDefault"), api.ask("ec2", "get_instance_metadata_defaults")
    )


def disk_blocks(
    mappings: Iterable[Mapping[str, Any]], defaults: RegionDefaults
) -> list[dict[str, Any]]:
    """Return the block device mappings of a launch, as ``block_device_mappings`` of a template."""
    return [
        {
            "device_name": mapping.get("DeviceName"),
            "no_device": mapping.get("NoDevice") is not None or None,
            "virtual_name": mapping.get("VirtualName"),
            "ebs": disk_block(mapping["Ebs"], defaults) if mapping.get("Ebs") else [],
        }
        for mapping in mappings
    ]


def disk_block(disk: Mapping[str, Any], defaults: RegionDefaults) -> dict[str, Any]:
    """Return one EBS disk of a launch."""
    return {
        "encrypted": defaults.disk_encrypted(disk.get("Encrypted")),
        "snapshot_id": disk.get("SnapshotId") or None,
        "kms_key_id": disk.get("KmsKeyId") or None,
        "virtual_name": None,
        "no_device": None,
    }
