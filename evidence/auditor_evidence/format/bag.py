"""BagIt bags (RFC 8493) with SHA-256, written deterministically and verified both ways.

The identity of a bag is the SHA-256 of its ``tagmanifest-sha256.txt``: that file lists the
other tag files, among them the manifest, which lists every payload file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>[^\r\n]+)")
_CHUNK = 1 << 20
_MOST_TAG_BYTES = 500_000_000
"""A larger tag file is not read: the manifest of some four million files."""


class Summed(NamedTuple):
    """Size in bytes and SHA-256 (hex) of a file."""

    size: int
    digest: str


class Writer:
    """Fills a directory with payload and closes it as a bag."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._payload: dict[str, Summed] = {}

    def add(self, path: str, pieces: Iterable[bytes]) -> Summed:
        """Write a payload file; ``path`` is relative to ``data/``.

        :raises ValueError: when the path is unsafe or taken.
        """
        name = f"data/{path}"
        if not safe(name) or name.lower() in {known.lower() for known in self._payload}:
            raise ValueError(f"unsafe or repeated path in a bag: {path!r}")
        file = self._directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        size = 0
        with file.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
                digest.update(piece)
                size += len(piece)
        self._payload[name] = Summed(size, digest.hexdigest())
        return self._payload[name]

    def close(self, info: Mapping[str, str], tags: Mapping[str, bytes]) -> str:
        """Write declaration, ``bag-info.txt``, further tag files and both manifests.

        Return the identity of the bag.
        """
        octets = sum(summed.size for summed in self._payload.values())
        lines = {**info, "Payload-Oxum": f"{octets}.{len(self._payload)}"}
        written = {
            **tags,
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{key}: {lines[key]}\n" for key in sorted(lines)).encode(),
            MANIFEST: _manifest({name: item.digest for name, item in self._payload.items()}),
        }
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}
        written[TAG_MANIFEST] = _manifest(digests)
        for name, content in written.items():
            (self._directory / name).write_bytes(content)
        return hashlib.sha256(written[TAG_MANIFEST]).hexdigest()


def safe(path: str) -> bool:
    """Say whether a path stays inside the bag on every system."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and path == "/".join(parts)
        and not path.startswith("/")
        and not any(
            part in (".", "..") or re.search(r'[\x00-\x1f\\:*?"<>|]', part) for part in parts
        )
        and len(path) <= 200
    )


def is_bag(directory: Path) -> bool:
    """Say whether there is something like a bag."""
    return (directory / "bagit.txt").is_file() or (directory / TAG_MANIFEST).is_file()


def identity(directory: Path) -> str:
    """Return the SHA-256 (hex) of the tag manifest.

    :raises OSError: when it cannot be read.
    """
    return hashlib.sha256(_content(directory / TAG_MANIFEST)).hexdigest()


def verify(directory: Path) -> Iterator[str]:
    """Yield every difference between the bag and its manifests, in words."""
    problems: list[str] = []
    payload = _read_manifest(directory, MANIFEST, problems)
    tags = _read_manifest(directory, TAG_MANIFEST, problems)
    yield from problems
    present = dict(_walk(directory))
    yield from (f"{name}: {what}" for name, what in present.items() if what)
    listed = {**payload, **tags}
    for name in sorted(set(payload) & set(tags)):
        yield f"{name}: listed in both manifests"
    for name, digest in sorted(listed.items()):
        if name not in present:
            yield f"{name}: missing"
        elif not present[name] and _digest(directory / name) != digest:
            yield f"{name}: changed"
    for name in sorted(set(present) - set(listed) - {TAG_MANIFEST}):
        yield f"{name}: added"
    for name in sorted(payload):
        if not name.startswith("data/"):
            yield f"{name}: listed as payload but outside data/"
    for name in ("bagit.txt", "bag-info.txt", MANIFEST):
        if name not in tags:
            yield f"{name}: not listed in {TAG_MANIFEST}"
    yield from _declared(directory, payload)


def _declared(directory: Path, payload: Mapping[str, str]) -> Iterator[str]:
    try:
        if _content(directory / "bagit.txt") != DECLARATION:
            yield "bagit.txt: not the declaration of a BagIt 1.0 bag"
        info = _content(directory / "bag-info.txt").decode("utf-8")
        octets = sum((directory / name).stat().st_size for name in payload)
    except (OSError, UnicodeDecodeError):
        return
    if f"Payload-Oxum: {octets}.{len(payload)}\n" not in info:
        yield "bag-info.txt: Payload-Oxum does not match the payload"


def _walk(directory: Path) -> Iterator[tuple[str, str]]:
    """Yield every file's path and what is wrong with its kind (empty when nothing is)."""
    for folder, folders, names in os.walk(directory):
        for name in sorted((*names, *folders)):
            file = Path(folder) / name
            path = file.relative_to(directory).as_posix()
            if file.is_symlink():
                yield path, "is a symbolic link"
            elif name in names:
                yield path, "" if file.is_file() else "is not a regular file"


def _read_manifest(directory: Path, name: str, problems: list[str]) -> dict[str, str]:
    try:
        content = _content(directory / name)
        text = content.decode("utf-8")
    except FileNotFoundError:
        problems.append(f"{name}: missing")
        return {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{name}: cannot be read ({type(error).__name__})")
        return {}
    entries: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if not match or not safe(match["path"]) or match["path"] in entries:
            problems.append(f"{name}:{number}: malformed line")
        else:
            entries[match["path"]] = match["digest"]
    if not problems and _manifest(entries) != content:
        problems.append(f"{name}: not in the form in which it was written")
    return entries


def _content(file: Path) -> bytes:
    """Return the content of a tag file.

    :raises OSError: when it is no regular file, a link, or too large to be one of ours.
    """
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        content = stream.read(_MOST_TAG_BYTES + 1)
    if len(content) > _MOST_TAG_BYTES:
        raise OSError(errno.EFBIG, "too large")
    return content


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()
