"""Flags that a component of the control plane is started with."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from auditor.facts import Place, Unknown
from auditor_objects.model import Node

COMPONENTS = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kubelet")
_ANY = re.compile(r"kube-?(?:apiserver|controller-manager|scheduler|let)|etcd|hyperkube")
_FLAG = re.compile(r"--?([A-Za-z][\w.-]*)(?:=(.*))?", re.DOTALL)
_SHELLS = {"ash", "bash", "dash", "sh"}
_STARTERS = {
    "exec",
    "--",
    "&&",
    "||",
    ";",
    "|",
    "(",
    "{",
    "then",
    "do",
    "else",
    "nohup",
    "hyperkube",
}
_ENDS = {"&&", "||", ";", "|", ")", "}", "&", ">", ">>", "1>>", "2>&1"}
_LONGEST_SCRIPT = 100_000
_NO_PROGRAM = ("-", "/etc/", "/run/", "/var/")
"""How words begin that end like a component's name but are flags, or directories of its."""
_LISTS = {
    "authorization-mode",
    "disable-admission-plugins",
    "enable-admission-plugins",
    "feature-gates",
    "tls-cipher-suites",
}
"""Flags that add up when they are given several times."""
SWITCHES = {
    "anonymous-auth",
    "auto-tls",
    "client-cert-auth",
    "kubelet-https",
    "make-iptables-util-chains",
    "peer-auto-tls",
    "peer-client-cert-auth",
    "profiling",
    "protect-kernel-defaults",
    "rotate-certificates",
    "rotate-server-certificates",
    "service-account-lookup",
    "use-service-account-credentials",
}
"""Flags that take no word after them as their value."""


class Word(NamedTuple):
    """A word of a command; ``text`` is Unknown when a template fills in all of it."""

    text: str | Unknown
    node: Node


class Flags:
    """What is said by name; answers are documented defaults where nothing is said.

    ``hole`` is why flags may be missing here, for example a configuration file that was not
    read: it is the answer to what is not said.
    """

    def __init__(
        self, values: Mapping[str, str | Unknown] = {}, hole: Unknown | None = None
    ) -> None:
        self.values: dict[str, str | Unknown] = dict(values)
        self.hole = hole
        self.places: dict[str, Place] = {}

    def put(self, name: str, value: str | Unknown, node: Node) -> None:
        """Add a flag; what was said of it before is replaced, but lists add up."""
        before = self.values.get(name)
        if name in _LISTS and isinstance(before, str) and isinstance(value, str) and before:
            value = f"{before},{value}"
        self.values[name] = value
        if node.place is not None:
            self.places[name] = node.place

    def text(self, name: str, default: str = "") -> str | Unknown:
        """Return a value."""
        value = self.values.get(name)
        if value is None:
            return default if self.hole is None else self.hole
        return value

    def switch(self, name: str, default: bool) -> bool | Unknown:
        """Return a switch."""
        value = self.text(name, "true" if default else "false")
        if isinstance(value, Unknown):
            return value
        lowered = value.strip().lower()
        if lowered in ("true", "t", "1", "false", "f", "0"):
            return lowered in ("true", "t", "1")
        return Unknown(f"--{name} is {_short(value)}, which is neither true nor false")

    def number(self, name: str, default: int) -> int | Unknown:
        """Return a whole number."""
        value = self.text(name, str(default))
        if isinstance(value, Unknown):
            return value
        if re.fullmatch(r"\s*-?\d{1,18}\s*", value):
            return int(value)
        return Unknown(f"--{name} is {_short(value)}, which is no number")

    def words(self, name: str, default: str = "") -> tuple[str, ...] | Unknown:
        """Return the elements of a list."""
        value = self.text(name, default)
        if isinstance(value, Unknown):
            return value
        return tuple(word.strip() for word in value.split(",") if word.strip())

    def has(self, name: str, word: str, default: str = "") -> bool | Unknown:
        """Say whether a list has an element."""
        words = self.words(name, default)
        return words if isinstance(words, Unknown) else word in words

    def given(self, *names: str) -> bool | Unknown:
        """Say whether all of these have a value."""
        unknown: Unknown | None = None
        for name in names:
            value = self.text(name)
            if isinstance(value, Unknown):
                unknown = unknown or value
            elif not value.strip():
                return False
        return True if unknown is None else unknown

    def gate(self, name: str, default: bool) -> bool | Unknown:
        """Return a feature gate."""
        words = self.words("feature-gates")
        if isinstance(words, Unknown):
            return words
        said = [word.partition("=")[2].lower() for word in words if word.partition("=")[0] == name]
        return said[-1] == "true" if said else default


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}…"


def command_of(container: Node) -> tuple[str, Flags] | None:
    """Return which component a container runs and its flags; None when it runs none."""
    image = container.get("image").known()
    listed = [container.get(key) for key in ("command", "args")]
    if not _ANY.search(image) and not any(_mentions(node.value) for node in listed):
        return None
    holes = [node.text() for node in listed if isinstance(node.value, str)]
    words = [word for node in listed if isinstance(node.value, list) for word in _words(node)]
    start = next((place for place in range(len(words)) if _begins(words, place)), None)
    if start is not None:
        component = _component(words[start].text)
        rest = words[start + 1 :]
    else:
        named = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
        component = "" if words and _is_program(words[0]) else _component(named)
        rest = words
    hole = next((found for found in holes if isinstance(found, Unknown)), None)
    flags = Flags(hole=hole)
    _take(rest, flags)
    if component and (start == 0 or flags.values or flags.hole):
        return component, flags
    return None


def _mentions(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(item, str) and _ANY.search(item[:_LONGEST_SCRIPT]) for item in value
    )


def _words(listed: Node) -> Iterator[Word]:
    for item in listed.items():
        text = item.text()
        if isinstance(text, Unknown) and isinstance(item.value, str):
            found = _FLAG.fullmatch(item.value[:_LONGEST_SCRIPT])
            if found and found[2] is not None and "{{" not in found[1]:
                yield Word(f"--{found[1]}", item)
            yield Word(text, item)
        elif isinstance(text, str) and not text.startswith("-") and re.search(r"\s", text):
            for word in _split(text):
                yield Word(word, item)
        elif isinstance(text, str):
            yield Word(text, item)


def _split(text: str) -> list[str]:
    if len(text) > _LONGEST_SCRIPT:
        return []
    try:
        return shlex.split(text.replace(";", " ; "))
    except ValueError:
        return text.split()


def _component(word: str | Unknown) -> str:
    if isinstance(word, Unknown) or word.startswith(_NO_PROGRAM):
        return ""
    name = word.rpartition("/")[2]
    name = re.sub(r"-(?:amd64|arm64|ppc64le|s390x)\Z", "", name)
    if name in ("apiserver", "controller-manager", "scheduler"):
        name = f"kube-{name}"
    return name if name in COMPONENTS else ""


def _is_program(word: Word) -> bool:
    """Say whether a first word starts something else than what the image is named after."""
    return isinstance(word.text, str) and not word.text.startswith("-")


def _begins(words: list[Word], place: int) -> bool:
    """Say whether a component's command begins here, rather than its name being spoken of."""
    if not _component(words[place].text):
        return False
    name = str(words[place].text).rpartition("/")[2]
    before = words[place - 1].text if place else ""
    if isinstance(before, Unknown):
        return False
    last = before.rpartition("/")[2]
    if not name.startswith(("kube", "etcd")):
        return last == "hyperkube"
    first = str(words[0].text).rpartition("/")[2]
    script = first in _SHELLS and bool(re.fullmatch(r"-\w*c", before))
    return not place or last in _STARTERS or script or first == "go-runner"


def _take(words: list[Word], flags: Flags) -> None:
    """Read the flags of a command up to its end."""
    place = 0
    while place < len(words):
        text, node = words[place]
        place += 1
        if isinstance(text, Unknown):
            flags.hole = flags.hole or text
            continue
        if text in _ENDS:
            return
        found = _FLAG.fullmatch(text)
        if not found:
            continue
        name, value = found[1].replace("_", "-"), found[2]
        if value is not None:
            flags.put(name, value.strip("\"'"), node)
            continue
        following = words[place].text if place < len(words) else "-"
        if isinstance(following, Unknown):
            flags.put(name, following, node)
            place += 1
        elif name in SWITCHES or following.startswith("-") or following in _ENDS:
            flags.put(name, "true", node)
        else:
            flags.put(name, following, node)
            place += 1
