"""The kinds of facts that objects are translated to."""

from __future__ import annotations

import auditor.facts
from auditor.facts import (
    Certificate,
    ClusterFact,
    Component,
    Fact,
    ImageReference,
    InspectedText,
    Listing,
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
    Listing,
    *(
        kind
        for kind in vars(auditor.facts).values()
        if isinstance(kind, type) and issubclass(kind, ClusterFact) and kind is not ClusterFact
    ),
)
