"""Settings of a control plane that runs in sight: its pods, and the documents it is made from.

A managed cluster shows nothing of this; then there are no facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, Setting, Unknown
from auditor_objects.model import Node, Object
from auditor_objects.pods import WORKLOADS, pod_of
from auditor_objects.translate import Context
from auditor_objects.translate._components import RULES
from auditor_objects.translate._documents import cluster_configuration, kubelet_configuration
from auditor_objects.translate._flags import Flags, command_of

_LISTINGS = ("containers", "initContainers")
_EVERYTHING = {"*", "*.", "*.*"}
_ETCD_VARIABLE = "ETCD_"
_FILES = {"kubelet": ("config", "config-dir"), "etcd": ("config-file",)}
"""Flags that name a configuration in which what is not said here may be said."""


def _pods(obj: Object, context: Context) -> Iterator[Fact]:
    pod = pod_of(obj)
    if pod is None:
        return
    for listing in _LISTINGS:
        listed = pod.spec.get(listing)
        if isinstance(listed.value, list):
            for container in listed.items():
                if isinstance(container.value, dict):
                    yield from _container(obj, listing, container)


def _container(obj: Object, listing: str, container: Node) -> Iterator[Fact]:
    found = command_of(container)
    if found is None:
        return
    component, flags = found
    if component == "etcd":
        _add_environment(container, flags)
    for name in _FILES.get(component, ()):
        if flags.given(name) is not False:
            flags.hole = flags.hole or Unknown(f"--{name} names a file that was not read")
    part = f"{listing}[{container.get('name').known() or container.key.strip('[]')}]"
    yield from _settings(obj, component, flags, container, part)


def _add_environment(container: Node, flags: Flags) -> None:
    """Add what etcd takes from its environment; flags win."""
    for item in container.get("env").items():
        name = item.get("name").known()
        if name.startswith(_ETCD_VARIABLE):
            flag = name.removeprefix(_ETCD_VARIABLE).lower().replace("_", "-")
            value = item.get("value").text()
            if item.get("valueFrom"):
                value = Unknown(f"{name} is read from elsewhere")
            if flag not in flags.values:
                flags.put(flag, value or "", item)
    if container.get("envFrom"):
        flags.hole = flags.hole or Unknown("envFrom may say it, and was not read")


def _settings(
    obj: Object, component: str, flags: Flags, where: Node, part: str = ""
) -> Iterator[Fact]:
    subject, rules = RULES[component]
    for rule in rules:
        value = rule.answer(flags)
        place = flags.places.get(rule.flag) or where.place
        if value is not None:
            yield Setting(
                origin=obj.origin(),
                subject=subject,
                name=rule.setting,
                value=value,
                part=part,
                places={rule.setting: place} if place else {},
            )


def _documents(obj: Object, context: Context) -> Iterator[Fact]:
    """Read a document of a kind that only its extension knows."""
    yield from _pods(obj, context)
    read = _READERS.get(f"{obj.group}/{obj.kind}")
    if read is not None:
        yield from read(obj)


def _kubelet(obj: Object) -> Iterator[Fact]:
    yield from _settings(obj, "kubelet", kubelet_configuration(obj.root), obj.root)


def _cluster(obj: Object) -> Iterator[Fact]:
    for component, flags, where in cluster_configuration(obj.root):
        yield from _settings(obj, component, flags, where, component)


def _encryption(obj: Object) -> Iterator[Fact]:
    """Say whether the first provider that is asked for Secrets encrypts them."""
    value: bool | Unknown = False
    place = obj.root.place
    for item in obj.get("resources").items():
        covered = item.get("resources").texts()
        hole = next((name for name in covered if isinstance(name, Unknown)), None)
        if hole is not None or _EVERYTHING.union({"secrets"}) & {*covered}:
            providers = item.get("providers")
            first = next(providers.items(), None)
            names = [key for key, _ in first.entries()] if first is not None else []
            value = hole or bool(names and names[0] != "identity")
            if isinstance(providers.value, str) or (first and isinstance(first.value, str)):
                value = providers.wrong("a list of providers")
            place = (first or providers).place
            break
    yield Setting(
        origin=obj.origin(),
        subject="API server",
        name="secrets_encrypted_first",
        value=value,
        places={"secrets_encrypted_first": place} if place else {},
    )


_READERS = {
    "apiserver.config.k8s.io/EncryptionConfiguration": _encryption,
    "kubeadm.k8s.io/ClusterConfiguration": _cluster,
    "kubelet.config.k8s.io/KubeletConfiguration": _kubelet,
}

TRANSLATORS = {
    **dict.fromkeys(WORKLOADS, _pods),
    **dict.fromkeys(_READERS, _documents),
    "?": _documents,
}
"""Kinds of documents are named too, so that they count as read."""
