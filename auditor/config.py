"""Configuration: ``auditor.toml`` or ``[tool.auditor]`` of ``pyproject.toml``.

The command line wins over ``AUDITOR_*`` variables, those over the file, the file over the
defaults. Unknown keys are refused with the line and a suggestion. A malformed waiver does
not stop a scan: it has no effect and the exit code tells.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from auditor import baseline as baselines
from auditor.checking import Check
from auditor.collecting import Collector, Reason
from auditor.errors import ConfigError
from auditor.files import kind_of, read_regular
from auditor.findings import Enforce
from auditor.policy import CheckPolicy, Policy, Waiver
from auditor.redaction import cleaned
from auditor.redaction.typed import Memory, masked
from auditor.waivers import read_waiver

MAX_BYTES = 1_000_000
"""A larger file is no configuration."""

SeverityWord = Literal["info", "low", "medium", "high", "critical"]


class ScanSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[scan]``: what is scanned when the command line names nothing."""

    targets: tuple[str, ...] = (".",)
    exclude: tuple[str, ...] = ()
    """Glob patterns of paths to leave out, relative to the repository."""
    output: tuple[str, ...] = ()
    """As ``-o``: ``sarif=auditor.sarif``."""


class GateSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[gate]``: what makes the exit code 1 or 3."""

    fail_on: SeverityWord = "low"
    strict: bool = False
    """Unknown verdicts and external modules count as incomplete."""
    baseline: str = ""
    waiver_days: Annotated[int, Meta(ge=1, le=3660)] = 365
    """The longest that a waiver may still last."""
    reasons: dict[str, Literal["incomplete", "report"]] = {}
    """Per gap reason, whether it makes the run incomplete."""


class PluginsSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[plugins]``: which installed plugins stay out."""

    block: tuple[str, ...] = ()


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A configuration file, without the sections of collectors and the waivers."""

    scan: ScanSection = ScanSection()
    gate: GateSection = GateSection()
    plugins: PluginsSection = PluginsSection()
    checks: dict[str, dict[str, Any]] = {}


class Loaded(Struct, frozen=True, kw_only=True):
    """A configuration as read: ``source`` is the file's name, empty for the defaults."""

    config: Config
    source: str = ""
    path: Path | None = None
    raw: dict[str, Any] = {}
    text: str = ""
    prefix: str = ""
    """``tool.auditor.`` inside pyproject.toml."""

    def at(self, *keys: str) -> str:
        """Return ``file:line`` of a key, for messages."""
        return _at(self.source, self.text, self.prefix, keys)


def find(start: Path) -> Path | None:
    """Return the nearest ``auditor.toml``, or ``pyproject.toml`` with ``[tool.auditor]``, from
    ``start`` upwards; the search ends at the root of the git work tree."""
    for folder in (start, *start.parents):
        own = folder / "auditor.toml"
        if kind_of(own):
            return own
        shared = folder / "pyproject.toml"
        if _is_ours(shared):
            return shared
        if kind_of(folder / ".git"):
            return None
    return None


def _is_ours(pyproject: Path) -> bool:
    """Tell whether a ``pyproject.toml`` configures us; one that cannot be read does not."""
    try:
        content = read_regular(pyproject, MAX_BYTES)
    except OSError:
        return False
    return re.search(rb"^\s*\[\[?tool\.auditor\b", content, re.M) is not None


def load(path: Path | None) -> Loaded:
    """Read a configuration file; the defaults when there is none.

    :raises ConfigError: when it cannot be read or does not fit.
    """
    if path is None:
        return Loaded(config=Config())
    try:
        text = read_regular(path, MAX_BYTES).decode("utf-8-sig")
        document = tomllib.loads(text)
    except FileNotFoundError:
        raise ConfigError(f"no configuration at {path}") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror})") from None
    except RecursionError:
        raise ConfigError(f"{path} is not a configuration (it nests too deeply)") from None
    except ValueError as error:
        raise ConfigError(f"{path} is not TOML ({error})") from None
    prefix = ""
    if path.name == "pyproject.toml":
        prefix = "tool.auditor."
        for name in ("tool", "auditor"):
            document = document.get(name, {})
            if not isinstance(document, dict):
                raise ConfigError(f"{path.name}: [tool.auditor] is not a table")
    core = {key: value for key, value in document.items() if key in Config.__struct_fields__}
    try:
        config = msgspec.convert(core, Config)
    except msgspec.ValidationError as error:
        raise _misfit(error, path.name, text, prefix) from None
    loaded = Loaded(
        config=config, source=path.name, path=path, raw=document, text=text, prefix=prefix
    )
    known = {reason.value for reason in Reason}
    for name in config.gate.reasons:
        if name not in known:
            raise ConfigError(
                f"{loaded.at('gate', 'reasons', name)}: no gap reason {name!r}",
                _suggest(name, known),
            )
    return loaded


def check_against(
    loaded: Loaded, checks: Mapping[str, Check], collectors: Mapping[str, Collector]
) -> None:
    """Refuse sections and check ids that nobody knows, and settings that do not fit.

    :raises ConfigError: naming file, line and the closest known name.
    """
    sections = {*Config.__struct_fields__, "waivers", *collectors}
    for name in loaded.raw:
        if name not in sections:
            raise ConfigError(f"{loaded.at(name)}: no section {name!r}", _suggest(name, sections))
    for name, collector in collectors.items():
        _fits(loaded, (name,), loaded.raw.get(name, {}), collector.options)
    for name, raw in loaded.config.checks.items():
        if name not in checks:
            raise ConfigError(
                f"{loaded.at('checks', name)}: no check {name!r}", _suggest(name, checks)
            )
        own = {key: value for key, value in raw.items() if key in _OwnKeys.__struct_fields__}
        rest = {key: value for key, value in raw.items() if key not in own}
        _fits(loaded, ("checks", name), own, _OwnKeys)
        known = (*_OwnKeys.__struct_fields__, *checks[name].settings.__struct_fields__)
        _fits(loaded, ("checks", name), rest, checks[name].settings, known)


class _OwnKeys(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keys of ``[checks."ID"]`` that every check has; the others are its settings."""

    enabled: bool = True
    severity: SeverityWord | None = None
    enforce: Enforce = "block"


def _fits(
    loaded: Loaded,
    keys: tuple[str, ...],
    raw: Any,
    shape: type[Struct],
    known: Iterable[str] = (),
) -> None:
    for name in raw if isinstance(raw, dict) else ():
        if name not in shape.__struct_fields__:
            fields = tuple(known) or shape.__struct_fields__
            raise ConfigError(
                f"{loaded.at(*keys, name)}: no key {name!r} in [{'.'.join(keys)}]",
                _suggest(name, fields),
            )
    try:
        msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{loaded.at(*keys)}: {_plain(error)}") from None


def policy(
    loaded: Loaded,
    moment: datetime,
    *,
    fail_on: str | None = None,
    strict: bool | None = None,
    baseline: str | None = None,
) -> Policy:
    """Return the rules of a run; arguments are what the command line or a variable said.

    :raises ConfigError: when the baseline cannot be read.
    """
    gate = loaded.config.gate
    name = gate.baseline if baseline is None else baseline
    fingerprints: tuple[str, ...] = ()
    if name:
        folder = loaded.path.parent if baseline is None and loaded.path else Path()
        fingerprints = tuple(sorted(baselines.read(folder / name).fingerprints))
    checks = {}
    for check, raw in sorted(loaded.config.checks.items()):
        own = msgspec.convert(
            {key: raw[key] for key in _OwnKeys.__struct_fields__ if key in raw}, _OwnKeys
        )
        checks[check] = CheckPolicy(
            enabled=own.enabled,
            severity=own.severity or "",
            enforce=own.enforce,
            settings=masked(
                {k: v for k, v in raw.items() if k not in _OwnKeys.__struct_fields__},
                cleaned,
                cleaned,
                Memory(),
            ),
        )
    return Policy(
        moment=moment,
        fail_on=fail_on or gate.fail_on,
        strict=gate.strict if strict is None else strict,
        reasons=dict(gate.reasons),
        checks=checks,
        waivers=tuple(_waivers(loaded, moment, gate.waiver_days)),
        baseline_name=Path(name).name if name else "",
        baseline=fingerprints,
    )


def _waivers(loaded: Loaded, moment: datetime, longest_days: int) -> Iterable[Waiver]:
    raw = loaded.raw.get("waivers", [])
    if not isinstance(raw, list):
        raw = [raw]
    headers = re.escape(f"{loaded.prefix}waivers")
    lines = [
        number
        for number, line in enumerate(loaded.text.splitlines(), 1)
        if re.match(rf"\s*\[\[\s*{headers}\s*\]\]", line)
    ]
    for index, entry in enumerate(raw):
        line = lines[index] if index < len(lines) else 1
        yield read_waiver(entry, f"{loaded.source}:{line}", moment.date(), longest_days)


_UNKNOWN_FIELD = re.compile(r"unknown field `(?P<key>[^`]+)`(?: - at `\$\.?(?P<path>[^`]*)`)?")
_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


def _misfit(error: msgspec.ValidationError, source: str, text: str, prefix: str) -> ConfigError:
    message = str(error)
    unknown = _UNKNOWN_FIELD.search(message)
    if unknown:
        path = tuple(part for part in (unknown["path"] or "").split(".") if part)
        section: Any = getattr(Config(), path[0]) if path else Config()
        where = _at(source, text, prefix, (*path, unknown["key"]))
        return ConfigError(
            f"{where}: no key {unknown['key']!r} in [{'.'.join(path)}]",
            _suggest(unknown["key"], section.__struct_fields__),
        )
    found = _PATH.search(message)
    path = tuple(part for part in (found["path"] if found else "").split(".") if part)
    return ConfigError(f"{_at(source, text, prefix, path)}: {_plain(error)}")


def _plain(error: msgspec.ValidationError) -> str:
    message = _PATH.sub(lambda match: f" for {match['path']}", str(error))
    return message[:1].lower() + message[1:]


def _suggest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    names = sorted(known)
    close = get_close_matches(name, names, 1, 0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(names)}" if len(names) <= 20 else "see: auditor config schema"


def _at(source: str, text: str, prefix: str, keys: tuple[str, ...]) -> str:
    """Return ``file:line`` of a dotted key: the line of its own name inside its table, else
    the line of the table, else the file alone."""
    section, best = "", 0
    wanted = ".".join(keys)
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header:
            section = header[1].replace('"', "").replace("'", "").removeprefix(prefix)
            name = section
        else:
            key = re.match(r"""\s*["']?([\w.\-]+?)["']?\s*=""", line)
            if not key:
                continue
            name = f"{section}.{key[1]}" if section else key[1]
        if name == wanted:
            return f"{source}:{number}"
        if not best and wanted.startswith(f"{name}."):
            best = number
    return f"{source}:{best}" if best else source
