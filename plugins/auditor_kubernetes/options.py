"""``[k8s]`` of the configuration."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

NamespaceName = Annotated[str, Meta(pattern=r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]


class KubernetesOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[k8s]``: how to get into clusters, and how much of them is read."""

    kubeconfig: str = ""
    """File to use instead of ``KUBECONFIG`` or ``~/.kube/config``."""
    tier: Literal[1, 2] = 1
    """2 also reads Secrets (their metadata, and the certificates of TLS Secrets; never keys or
    values) and ConfigMaps; see ``auditor permissions k8s --tier 2``."""
    namespaces: tuple[NamespaceName, ...] = ()
    """Only what is in these, asked one by one, as roles of single namespaces allow it; when
    empty all, and what belongs to the whole cluster."""
    skip: tuple[str, ...] = ()
    """Resources that are not read: ``pods``, ``networkpolicies.networking.k8s.io``."""
    page_size: Annotated[int, Meta(ge=1, le=5000)] = 500
    """Objects asked for at once."""
    requests_per_second: Annotated[float, Meta(gt=0, le=1000)] = 50.0
    timeout_seconds: Annotated[float, Meta(gt=0, le=600)] = 60.0
    """Longest wait for one answer, all tries together."""
    tries: Annotated[int, Meta(ge=1, le=10)] = 4
    """How often a request is made when the cluster is busy or the connection breaks."""
