"""The kinds of facts that objects are translated to."""

from __future__ import annotations

import auditor.facts.workloads as cluster
from auditor.facts import (
    Certificate,
    Component,
    Fact,
    ImageReference,
    InspectedText,
    Setting,
    TlsListener,
)

EMITS: tuple[type[Fact], ...] = (
    Certificate,
    Component,
    ImageReference,
    InspectedText,
    Setting,
    TlsListener,
    *(
        kind
        for kind in vars(cluster).values()
        if isinstance(kind, type)
        and issubclass(kind, Fact)
        and kind not in (Fact, cluster.ClusterFact)
    ),
)
