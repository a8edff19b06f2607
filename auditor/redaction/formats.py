"""Secrets that are known by their form alone, whatever they are called.

Every pattern starts with a literal, which is what makes the search fast; what has to stand
before it is looked at afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WHOLE: Final = {
    "AWS access key": ("AKIA[A-Z0-9]{16}", "ASIA[A-Z0-9]{16}"),
    "GitHub token": ("gh[pousr]_[A-Za-z0-9]{36,255}", "github_pat_[A-Za-z0-9_]{22,255}"),
    "GitLab token": ("gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20,255}",),
    "Slack token": ("xox[abeoprs]-[A-Za-z0-9-]{10,255}", r"xapp-\d-[A-Za-z0-9-]{20,255}"),
    "Stripe key": ("sk_live_[A-Za-z0-9]{16,255}", "rk_live_[A-Za-z0-9]{16,255}"),
    "Google API key": ("AIza[A-Za-z0-9_-]{35}",),
    "Google OAuth secret": ("GOCSPX-[A-Za-z0-9_-]{24,64}",),
    "Google access token": (r"ya29\.[A-Za-z0-9_-]{30,2048}",),
    "SendGrid key": (r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}",),
    "npm token": ("npm_[A-Za-z0-9]{36}",),
    "PyPI token": ("pypi-AgE[A-Za-z0-9_-]{50,2048}",),
    "Twilio key": ("SK[0-9a-f]{32}",),
    "JSON web token": (r"eyJ[\w-]{10,8000}\.eyJ[\w-]{10,8000}\.[\w-]{10,2000}",),
    "Databricks token": ("dapi[0-9a-f]{32}(?:-[0-9])?",),
    "Vault token": (r"hv[sbr]\.[A-Za-z0-9_-]{24,512}",),
    "Anthropic key": ("sk-ant-[A-Za-z0-9_-]{32,255}",),
    "OpenAI key": (
        "sk-proj-[A-Za-z0-9_-]{40,255}",
        "sk-(?:svcacct-)?[A-Za-z0-9]{10,100}T3BlbkFJ[A-Za-z0-9_-]{10,100}",
    ),
    "Docker Hub token": ("dckr_pat_[A-Za-z0-9_-]{27}",),
    "DigitalOcean token": ("do[opr]_v1_[0-9a-f]{64}",),
    "New Relic key": ("NRAK-[A-Z0-9]{27}",),
    "Grafana token": ("glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}", "glc_ey[A-Za-z0-9+/]{32,512}={0,2}"),
    "Shopify token": ("shp(?:at|ss|ca|pa)_[0-9a-f]{32}",),
    "Mailgun key": ("key-[0-9a-f]{32}",),
    "Hugging Face token": ("hf_[A-Za-z]{34}",),
    "Artifactory token": ("AKCp[A-Za-z0-9]{60,80}",),
    "age secret key": ("AGE-SECRET-KEY-1[A-Z0-9]{58}",),
}
"""Patterns that touch no other letter or digit on either side, by kind. Each starts with a
literal of at least two characters: such a search runs at a few gigabytes a second."""


TOKENS: Final = frozenset(_WHOLE)
"""The kinds that are known whatever stands around them."""


class Format(NamedTuple):
    """A form that is known by its surroundings: group 1 is the secret, ``before`` must precede
    the match and belongs to the secret."""

    kind: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None = None
    before_length: int = 0


_WITHIN: Final = (
    Format(
        "Slack webhook",
        re.compile(
            r"hooks\.slack\.com/services/(T[A-Z0-9]{6,20}/B[A-Z0-9]{6,20}/[A-Za-z0-9]{16,40})"
        ),
    ),
    Format("Azure storage key", re.compile("AccountKey=([A-Za-z0-9+/]{40,100}={0,2})")),
    Format("Azure shared access key", re.compile("SharedAccessKey=([A-Za-z0-9+/]{30,100}={0,2})")),
    Format("Azure shared access signature", re.compile("&sig=([A-Za-z0-9%+/_-]{40,100}=?)")),
    Format(
        "Azure client secret",
        re.compile(r"(Q~[\w~.-]{31,34})(?![\w~.-])"),
        re.compile(r"(?<![\w~.-])[\w~.-]{3}\d\Z"),
        4,
    ),
    Format(
        "Terraform Cloud token",
        re.compile(r"(\.atlasv1\.[\w-]{60,100})"),
        re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{14}\Z"),
        14,
    ),
)


_PATTERNS: Final = tuple(
    (kind, re.compile(f"{pattern}(?![A-Za-z0-9])"))
    for kind, patterns in _WHOLE.items()
    for pattern in patterns
)


_LONG_WORD: Final = re.compile(r"[\w/+=.~%-]{15}")
"""Every known form has such a run; most short texts have none."""


def known(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield kind, start and end of every secret of a known form."""
    if _LONG_WORD.search(text) is None:
        return
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if start == 0 or not text[start - 1].isalnum():
                yield kind, start, end
    for form in _WITHIN:
        for found in form.pattern.finditer(text):
            start = found.start(1)
            if form.before is not None:
                before = text[max(0, start - form.before_length - 1) : start]
                if form.before.search(before) is None:
                    continue
                start -= form.before_length
            yield form.kind, start, found.end(1)


URL_PASSWORD: Final = re.compile(r"://[^\s:@/\"'<>\\?#]{0,256}:([^\s@/\"'<>\\]{1,512})@")
"""A password before the host of a URL."""

COMMAND: Final = re.compile(
    r"""\b(?:curl\b[^\n|;]{0,300}?\s(?:-u|--user)[ =]?["']?[^\s:"'$]{1,100}:
    |sshpass\s+-p\s?["']?
    |mysql(?:dump|admin)?\b[^\n|;]{0,200}?\s-p["']?
    |redis-cli\b[^\n|;]{0,200}?\s-a[ ]?["']?)
    ([^\s"'$@]{4,200})""",
    re.VERBOSE,
)
"""A password that is an argument of a command."""

AUTHORIZATION: Final = re.compile(
    r"""uthorization\\*["']?\s*[:=,]\s*\\*["']?(?:basic|bearer|token)\s+([\w+/.~=-]{8,})""",
    re.IGNORECASE,
)

AWS_SECRET: Final = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
"""What an AWS secret key looks like; a digest does too, so the company it keeps decides."""
AWS_ACCESS: Final = re.compile("A[KS]IA[A-Z0-9]{16}")

PEM: Final = re.compile(r"-----BEGIN ((?:[A-Z0-9]+ ){0,4})PRIVATE KEY(?: BLOCK)?-----")
PEM_END: Final = re.compile(r"-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----")
PEM_LONGEST: Final = 20_000
"""Characters of the longest private key that is taken as one."""
