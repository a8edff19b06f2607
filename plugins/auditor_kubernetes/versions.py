"""What the API server says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.collecting import Reason, Record
from auditor_kubernetes.reader import OBJECT, Reader
from auditor_kubernetes.refusals import Refused

_REQUEST = "get version"
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
    except ValueError:
        info = None
    if not isinstance(info, dict):
        reader.note(Refused(Reason.UNPARSABLE, _REQUEST, "the answer is no version"))
        return
    yield from server_version(info, reader.cluster.name, reader.keep(_REQUEST, [info]))
