"""Asks whether faults are known of the locked versions, and never passes where nobody answered.

    .venv-audit/bin/python -m release.vulnerabilities REQUIREMENTS

Exit status: 0 all were asked of and none is known, 1 some are known, 3 nobody could be asked, or not of all.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ['NOT_ASKED', 'SERVICES', 'Answer', 'ask', 'main', 'parse_answer', 'tell']

SERVICES = ('pypi', 'osv')
"""The package index's own list, and OSV's."""
NOT_ASKED = 3
_SECONDS, _FAILED = '20', 600


class Answer(NamedTuple):
    """known: 'NAME VERSION ID (fixed in …)'. asked: packages that the service knows. unknown: those it does not."""

    known: tuple[str, ...]
    asked: tuple[str, ...]
    unknown: tuple[str, ...]


def parse_answer(text: str) -> Answer | None:
    """What pip-audit says as JSON; None where it is none, since it could not ask."""
    try:
        rows = json.loads(text)['dependencies']
    except (ValueError, KeyError, TypeError):
        return None
    known = [
        f'{row["name"]} {row["version"]} {one["id"]} (fixed in {", ".join(one["fix_versions"]) or "no version"})'
        for row in rows
        for one in row.get('vulns', [])
    ]
    skipped = [row['name'] for row in rows if 'skip_reason' in row]
    return Answer(tuple(known), tuple(row['name'] for row in rows if 'vulns' in row), tuple(skipped))


def ask(requirements: str | Path, service: str) -> Answer | None:
    """Ask one service of all packages of a file; None where it does not answer."""
    command = [sys.executable, '-m', 'pip_audit', '--requirement', str(requirements), '--no-deps', '--disable-pip']
    options = [
        '--format',
        'json',
        '--progress-spinner',
        'off',
        '--vulnerability-service',
        service,
        '--timeout',
        _SECONDS,
    ]
    try:
        done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=_FAILED)  # nosec B603
    except subprocess.TimeoutExpired:
        return None
    return parse_answer(done.stdout)


def tell(answer: Answer) -> int:
    """Print an answer; returns the exit status."""
    for line in answer.known:
        print('KNOWN FAULT:', line)
    print(f'{len(answer.asked)} packages asked of, {len(answer.known)} faults known')
    if answer.unknown:
        print(f'NOT ASKED: {len(answer.unknown)} packages that the service does not know: {", ".join(answer.unknown)}')
    return 1 if answer.known else NOT_ASKED if answer.unknown else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask of one package first, then of all; returns the exit status."""
    requirements = Path((sys.argv[1:] if arguments is None else arguments)[0])
    lines = [line for line in requirements.read_text(encoding='utf-8').splitlines() if '==' in line]
    for service in SERVICES:
        with tempfile.TemporaryDirectory() as folder:
            first = Path(folder) / 'first.txt'
            first.write_text(lines[0].partition(' ;')[0] + '\n', encoding='utf-8')
            tried = ask(first, service)
        if tried is None or not tried.asked:
            print(f'{service}: does not answer')
            continue
        answer = ask(requirements, service)
        if answer is not None:
            print(f'{service}: answers')
            return tell(answer)
    print(
        f'NOT ASKED: no service of known faults ({", ".join(SERVICES)}) can be reached, so nothing is known of the '
        f'{len(lines)} packages. Run it where one can be reached'
    )
    return NOT_ASKED


if __name__ == '__main__':
    sys.exit(main())
