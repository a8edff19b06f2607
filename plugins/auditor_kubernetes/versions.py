"""What the API server says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.collecting import Reason, Record
from auditor.facts import Origin, Setting, Unknown
from auditor_kubernetes.reader import OBJECT, Reader
from auditor_kubernetes.refusals import Refused

_REQUEST = "get version"
_ENCRYPTION = "api_server_encrypts_secrets"
_RULE = "{nonResourceURLs: [/version], verbs: [get]}"


def records(reader: Reader) -> Iterator[Record]:
    """Yield the version of the API server as a component."""
    from auditor_objects.translate.node_versions import server_version

    try:
        body = reader.cluster.get("/version", rule=_RULE, request=_REQUEST)
        info = OBJECT.decode(body)
    except Refused as error:
        reader.note(error)
        return
    except (ValueError, RecursionError):
        info = None
    if not isinstance(info, dict):
        reader.note(Refused(Reason.UNPARSABLE, _REQUEST, "the answer is no version"))
        return
    yield from server_version(info, reader.cluster.name, reader.keep(_REQUEST, [info]))


def tells_encryption(record: Record) -> bool:
    """Say whether a record tells if Secrets are encrypted at rest."""
    return isinstance(record, Setting) and record.name == _ENCRYPTION


def encryption_unseen(cluster: str) -> Setting:
    """Return the fact of a cluster whose API server does not run in it: managed clusters hide
    its flags, and the API tells nothing of how it stores Secrets."""
    origin = Origin(provider="kubernetes", scope=cluster, address="cluster", kind="Cluster")
    return Setting(
        origin=origin,
        subject="cluster",
        name=_ENCRYPTION,
        value=Unknown("encryption at rest cannot be seen through the API of this cluster"),
    )
