"""Objects that a deployment tool runs once and takes away by itself."""

from __future__ import annotations

from auditor.facts import ClusterFact

_HOOKS = frozenset({"helm.sh/hook", "argocd.argoproj.io/hook"})


def is_hook(fact: ClusterFact) -> bool:
    """Say whether it is a hook of Helm or Argo CD."""
    return not _HOOKS.isdisjoint(fact.annotations)
