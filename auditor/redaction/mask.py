"""Keeping secret values out of everything that is written, however they are encoded."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final, TypeAlias
from urllib.parse import quote, quote_plus

from auditor.redaction.detect import find
from auditor.redaction.encodings import MAX_DEPTH, MAX_TOTAL, Layer, decoded
from auditor.redaction.formats import TOKENS
from auditor.redaction.names import ordinary
from auditor.redaction.plain import plain_texts
from auditor.redaction.typed import Memory, masked
from auditor.redaction.words import layers

REDACTED: Final = "[redacted]"
"""What stands in the place of a secret; a secret of several lines keeps its line breaks."""

_SHORTEST: Final = 4
"""Shorter values are not hidden: they are in every text by chance."""
_SHORTEST_LINE: Final = 8
"""Shorter lines of a secret of several lines are not hidden on their own."""
_PUBLIC_LINES: Final = ("-----BEGIN ", "-----END ", "#!")
"""Beginnings of lines that are the same in many files."""
_ORDINARY: Final = frozenset(("true", "false", "null", "none"))
"""Values that hide nothing."""
_SHORTEST_LEARNT: Final = 8
"""Shorter values that only a name makes secret are masked where they are named, not elsewhere."""
_SHORT: Final = 256
_MOST_HARMLESS: Final = 20_000
"""Texts of up to 256 characters that are remembered as harmless: subjects, names and messages
are the same in many facts."""
_MOST_CLEAN: Final = 50_000
"""Words of longer texts that are remembered as clean."""
_STEM: Final = 4
"""Characters by which a hidden form is looked up."""
_RARE: Final = re.compile("[A-Z0-9]")
"""What a stem begins with if its form has it: most text has little of it."""
INSTANCE_KEY: Final = re.compile(r'(?<=\[")(?:[^"\\]|\\.)*(?="\])')
"""What a user wrote in the middle of an address."""


Stems: TypeAlias = tuple[re.Pattern[str], ...]


def cleaned(text: str) -> str:
    """Return the text without anything that looks secret, for messages and configuration."""
    return Redactor(b"").clean(text)


class Redactor:
    """Knows the secret values of a run and masks them; ``key`` (random if None) makes markers."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = secrets.token_bytes(32) if key is None else key
        self._values: set[str] = set()
        self._tokens: set[str] = set()
        """Values of a known form: they are no names of anything."""
        self._forms: dict[str, list[tuple[int, str]]] = {}
        """By their stems, and where in them those begin."""
        self._stems: Stems | None = None
        self._spaced: Stems = ()
        """Stems of the forms that have white space."""
        self._clean: set[str] = set()
        """Words without anything that is hidden so far."""
        self._memory = Memory()

    @property
    def values(self) -> frozenset[str]:
        """Everything that is hidden; of values of several lines, each line too."""
        return frozenset(self._values)

    @property
    def count(self) -> int:
        """How many values are hidden; it grows, but for what is spared."""
        return len(self._values)

    def marker(self, value: str) -> str:
        """Return the HMAC-SHA256 of a value under the run's key, hex."""
        return hmac.new(
            self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()

    def hide(self, values: Iterable[str]) -> None:
        """Hide these values from now on, and the longer lines of those that have several."""
        for value in values:
            lines = value.splitlines()
            if len(lines) > 1:
                self._add(value, _SHORTEST)
                for line in lines:
                    if not line.startswith(_PUBLIC_LINES):
                        self._add(line.strip(), _SHORTEST_LINE)
            else:
                self._add(value.strip(), _SHORTEST)

    def _add(self, value: str, shortest: int) -> None:
        if len(value) < shortest or value in self._values or value.lower() in _ORDINARY:
            return
        self._values.add(value)
        for form in _forms(value):
            at = _stem_of(form)
            known = self._forms.setdefault(form[at : at + _STEM], [])
            if (at, form) not in known:
                known.append((at, form))
        self._stems = None
        self._clean.clear()
        self._memory.forget()

    def spare(self, names: Iterable[str]) -> None:
        """Hide these no longer: they name things, which everything that is written about them
        shows, so to hide them hides nothing. Values of a known form are no such names."""
        public = self._values.intersection(names) - self._tokens
        if public:
            left = self._values - public
            self._values, self._forms, self._stems = set(), {}, None
            for value in sorted(left):
                self._add(value, 0)

    def learn(self, source: bytes) -> None:
        """Hide from now on what looks secret in evidence, or in what is encoded in it.

        Of what is taken for a secret because of its name, short and common words are left out:
        where they are named they are masked all the same.
        """
        text = source.decode("utf-8", "replace")
        look = plain_texts.look(text)
        if look.plain:
            return
        inner = chain.from_iterable(find(piece) for _, piece in decoded(text, look.layers))
        for hit in (*look.hits, *inner):
            if hit.kind in TOKENS:
                self._tokens.add(hit.value)
                self.hide((hit.value,))
            elif len(hit.value) >= _SHORTEST_LEARNT and not ordinary(hit.value):
                self.hide((hit.value,))

    def mask_text(self, text: str) -> str:
        """Return the text without hidden values, in whatever encodings they are nested.

        Piece by piece: a plainly written value goes alone, a value inside of base64, gzip,
        URL escapes or a JSON string takes the encoded piece with it.
        """
        if not self._values or text in self._memory.harmless:
            return text
        clean = self._without_forms(text)
        clean = self._without_layers(clean, layers(clean), detect=False)
        harmless = self._memory.harmless
        if clean == text and len(text) <= _SHORT and len(harmless) < _MOST_HARMLESS:
            harmless.add(text)
        return clean

    def mask(self, obj: Any) -> Any:
        """Return a fact, finding, gap or collection of them without hidden values.

        Free text is masked; words of a fixed vocabulary, digests and paths stay, and of
        addresses only the keys of instances (``["…"]``) change. See :mod:`.typed`.
        """
        if not self._values:
            return obj
        return masked(obj, self.mask_text, self._mask_keys, self._memory)

    def mask_bytes(self, source: bytes) -> bytes:
        """Return evidence without hidden values and without anything that looks secret.

        Text lines keep their numbers. Content that is no UTF-8 is treated alike, byte for byte.
        """
        text = source.decode("utf-8", "surrogateescape")
        clean = self.clean(text)
        return source if clean is text else clean.encode("utf-8", "surrogateescape")

    def clean(self, text: str) -> str:
        """Return the text without hidden values and without anything that looks secret."""
        text = self._without_forms(text)
        look = plain_texts.look(text)
        if look.plain:
            return text
        inside = layers(text) if look.layers is None else look.layers
        clean = self._without_layers(text, inside, detect=True)
        hits = look.hits if clean == text else tuple(find(clean))
        text = clean
        return _replaced(text, ((hit.start, hit.end) for hit in hits)) if hits else text

    def _mask_keys(self, address: str) -> str:
        for token in self._tokens:
            address = address.replace(token, REDACTED)
        if '["' not in address:
            return address
        return INSTANCE_KEY.sub(lambda found: self.mask_text(found[0]), address)

    def _without_forms(self, text: str) -> str:
        spans = list(self._spans(text))
        return _replaced(text, _merged(spans)) if spans else text

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where hidden forms stand; they may overlap."""
        if not self._forms:
            return
        stems = self._compiled()
        if len(text) <= _SHORT or not self._has_clean_words(text, stems):
            yield from self._found(stems, text)

    def _found(self, stems: Stems, text: str) -> Iterator[tuple[int, int]]:
        for pattern in stems:
            found = pattern.search(text)
            while found is not None:
                at = found.start()
                for before, form in self._forms[found[0]]:
                    start = at - before
                    if start >= 0 and text.startswith(form, start):
                        yield start, start + len(form)
                found = pattern.search(text, at + 1)

    def _compiled(self) -> Stems:
        """Return the patterns of all stems; they are made when something new is hidden."""
        if self._stems is None:
            self._spaced = _any_of(
                stem
                for stem, known in self._forms.items()
                if any(form.split() != [form] for _, form in known)
            )
            self._stems = _any_of(self._forms)
        return self._stems

    def _has_clean_words(self, text: str, stems: Stems) -> bool:
        """Tell whether nothing hidden stands in a longer text. Its words come again and again:
        each is searched once. What has white space in it is searched in the whole."""
        if any(self._found(self._spaced, text)):
            return False
        clean = self._clean
        words = text.split()
        if clean.issuperset(words):
            return True
        fresh = [word for word in words if word not in clean]
        if any(self._found(stems, "\n".join(fresh))):
            return False
        if len(clean) < _MOST_CLEAN:
            clean.update(word for word in fresh if len(word) <= _SHORT)
        return True

    def _without_layers(self, text: str, inside: Iterable[Layer], detect: bool) -> str:
        spans = [
            (layer.start, layer.end)
            for layer in inside
            if self._dirty(layer.text, detect, 1, [MAX_TOTAL])
        ]
        return _replaced(text, _merged(spans)) if spans else text

    def _dirty(self, text: str, detect: bool, depth: int, budget: list[int]) -> bool:
        """Tell whether a decoded text, or a text encoded in it, has anything to hide.

        A text that holds more than ``budget`` characters in other forms counts as such.
        """
        if next(self._spans(text), None) is not None or (detect and find(text)):
            return True
        if depth == MAX_DEPTH:
            return False
        for layer in layers(text):
            budget[0] -= len(layer.text)
            if budget[0] < 0 or self._dirty(layer.text, detect, depth + 1, budget):
                return True
        return False


def _stem_of(form: str) -> int:
    """Return where the stem of a form begins."""
    rare = _RARE.search(form, 0, len(form) - _STEM + 1)
    return rare.start() if rare else 0


def _any_of(stems: Iterable[str]) -> Stems:
    """Return patterns for any of these texts: one for those that begin with something rare, which
    passes over all else at once, and one for the others. They decide by the first character first.
    """
    rare: dict[str, list[str]] = {}
    common: dict[str, list[str]] = {}
    for stem in sorted(stems):
        by_first = common if _RARE.match(stem) is None else rare
        by_first.setdefault(stem[0], []).append(re.escape(stem[1:]))
    return tuple(
        re.compile("|".join(_branches(by_first))) for by_first in (rare, common) if by_first
    )


def _branches(by_first: dict[str, list[str]]) -> Iterator[str]:
    for first, rests in by_first.items():
        yield f"{re.escape(first)}(?:{'|'.join(rests)})"


def _replaced(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += (text[done:start], REDACTED, "\n" * text.count("\n", start, end))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _forms(value: str) -> set[str]:
    """Return how a value is written in other encodings of one level, each at least a stem long."""
    content = value.encode("utf-8", "surrogatepass")
    unicode_json = json.dumps(value, ensure_ascii=False)[1:-1]
    go_json = re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", unicode_json)
    url = quote(content, safe="")
    forms = {
        value,
        json.dumps(value)[1:-1],
        unicode_json,
        go_json,
        unicode_json.replace("${", "$${").replace("%{", "%%{"),
        url,
        quote(content),
        quote_plus(content),
        re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), url),
        content.hex(),
        content.hex().upper(),
        *_base64_forms(content),
    }
    return {form for form in forms if len(form) >= _STEM}


def _base64_forms(content: bytes) -> Iterator[str]:
    """Yield the characters that base64 text has for ``content`` whatever stands around it.

    One form for each of the three positions that content can have within a group, in both
    alphabets. Characters that also depend on a neighbour are left out.
    """
    for offset in range(3):
        padded = b"\0" * offset + content
        first = (0, 2, 3)[offset]
        last = len(padded) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(padded).decode()[first:last]
