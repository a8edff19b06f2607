"""Kubeconfig files (JSON, which is YAML) with one context or several."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def entry(url: str, authority: bytes | None, user: Mapping[str, Any], namespace: str = "") -> Json:
    """What :func:`write` needs to know of one context; ``authority`` is a PEM certificate."""
    cluster: Json = {"server": url}
    if authority is not None:
        cluster["certificate-authority-data"] = encoded(authority)
    return {"cluster": cluster, "user": dict(user), "namespace": namespace}


def write(path: Path, entries: Mapping[str, Json], current: str = "") -> Path:
    """Write a kubeconfig of ``entries`` by context; the current one is the first by default."""
    contexts = []
    for name, given in entries.items():
        context = {"cluster": name, "user": name}
        if given["namespace"]:
            context["namespace"] = given["namespace"]
        contexts.append({"name": name, "context": context})
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": name, "cluster": one["cluster"]} for name, one in entries.items()],
        "users": [{"name": name, "user": one["user"]} for name, one in entries.items()],
        "contexts": contexts,
        "current-context": current or next(iter(entries), ""),
    }
    path.touch(mode=0o600)
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    return path


def encoded(content: bytes) -> str:
    """``content`` as the ``…-data`` fields hold it."""
    return base64.b64encode(content).decode()
