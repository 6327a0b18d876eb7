"""Lists the licences of all that is installed, and checks them against the policy; run it in the environment.

    .venv/bin/python -m release.licences

Exit status: 0 all are allowed or explained, 1 one is not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from fnmatch import fnmatchcase
from importlib.metadata import Distribution, distributions
from typing import NamedTuple

from .licence_policy import ALLOWED, EXCEPTIONS, SAME_AS

__all__ = ['Licence', 'is_allowed', 'judge', 'licence_of', 'main']


class Licence(NamedTuple):
    """Of a package: its name, version, licence as it says, and why that is taken; '' where it is not."""

    name: str
    version: str
    text: str
    reason: str


def licence_of(found: Distribution) -> str:
    """What a package says of its licence: the identifier, else its classifiers (a choice), else a text's first line."""
    metadata = found.metadata
    if metadata.get('License-Expression'):
        return metadata['License-Expression']
    classifiers = [text for text in metadata.get_all('Classifier') or [] if text.startswith('License :: ')]
    if classifiers:
        return ' OR '.join(text.rpartition(' :: ')[2] for text in classifiers)
    return next((line.strip() for line in (metadata.get('License') or '').splitlines() if line.strip()), '')


def is_allowed(text: str) -> bool:
    """Whether an expression of licences can be kept: one of those joined by OR, all of those joined by AND.

    Example: 'MIT OR GPL-3.0' -> True, 'MIT AND GPL-3.0' -> False
    """
    return any(
        all(SAME_AS.get(one, one) in ALLOWED for one in (part.strip() for part in re.split(r' AND ', choice)))
        for choice in re.split(r' OR ', text.strip())
    )


def judge(name: str, text: str) -> str:
    """Why a licence is taken; '' where it is not."""
    if is_allowed(text):
        return 'allowed'
    return next((reason for key, reason in EXCEPTIONS.items() if fnmatchcase(name.lower(), key)), '')


def main(installed: Iterable[Distribution] | None = None) -> int:
    """Print a line for each package; returns the exit status."""
    found = {one.name: one for one in (distributions() if installed is None else installed)}
    rows = []
    for name in sorted(found, key=str.lower):
        text = licence_of(found[name])
        rows.append(Licence(name, found[name].version, text, judge(name, text)))
    for row in rows:
        print(f'{row.name} {row.version}: {row.text or "no licence stated"}', end='')
        print('' if row.reason == 'allowed' else f' -- {row.reason or "NOT ALLOWED"}')
    refused = [row.name for row in rows if not row.reason]
    print(f'{len(rows)} packages, {len(refused)} not allowed by release/licence_policy.py{": " if refused else ""}'
          f'{", ".join(refused)}')  # fmt: skip
    return 1 if refused else 0


if __name__ == '__main__':
    sys.exit(main())
