"""What the checks of inspected texts have in common: one medium each, one judgement for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from auditor.checking import Outcome, Settings, Verdict, View
from auditor.facts import InspectedText
from auditor.facts.secrets import Medium


def in_medium(
    medium: Medium,
) -> Callable[[InspectedText, View[Settings]], Iterable[Verdict]]:
    """Return the judgement of texts of one medium.

    One failure for each place within the text, however many secrets it holds. What was not
    searched is unknown, also beside failures.
    """

    def judge(text: InspectedText, view: View[Settings]) -> Iterator[Verdict]:
        """Judge what was found, and what could not be searched."""
        if text.medium != medium:
            return
        kinds: dict[str, list[str]] = {}
        for secret in text.exposed:
            found = kinds.setdefault(secret.at, [])
            if secret.kind not in found:
                found.append(secret.kind)
        for at, found in kinds.items():
            what = "a secret" if len(found) == 1 else "secrets"
            where = f" at {at}" if at else ""
            message = f"{text.subject} holds {what} in plain text{where}: {', '.join(found)}"
            yield Verdict(Outcome.FAIL, message, at)
        if text.unread is not None:
            yield Verdict(Outcome.UNKNOWN, text.unread.reason, "unread")
        elif not kinds:
            yield Verdict(Outcome.PASS, f"{text.subject} holds no known form of secret")

    return judge
