"""What a reading of many radiographs prints: what is wrong with each, and what was done in the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from aariz_mm.number_text import counted

__all__ = ['Tally']

if TYPE_CHECKING:
    from aariz_mm.radiographs.listing import Listing
    from aariz_mm.reading.single import Outcome

_SHOWN = 20


class Tally:
    """What is told at the end; names are kept of a few alone.

    Args:
        said: a warning that was printed before and is not repeated. total: radiographs. out_dir: of their results.
    """

    def __init__(self, said: str, total: int, out_dir: str):
        self._said, self._total, self.out_dir = said, total, out_dir
        self.finished = self._kept = 0
        self._counts = dict(doubtful=0, failed=0)
        self._names: dict[str, list[str]] = dict(doubtful=[], failed=[])

    def add(self, outcome: Outcome) -> None:
        """Count a radiograph, and print what is wrong with it."""
        from tqdm import tqdm

        warnings = [text for text in outcome.warnings if text != self._said]
        for text in (outcome.failure and f'failed: {outcome.failure}', *warnings):
            if text:
                tqdm.write(f'{outcome.image}: {text}', file=sys.stderr)
        self.finished += 1
        self._kept += outcome.kept
        for name, applies in (('doubtful', warnings), ('failed', outcome.failure)):
            if applies:
                self._counts[name] += 1
                self._names[name] += [str(outcome.image)] * (len(self._names[name]) < _SHOWN)

    def describe_stop(self) -> str:
        """What is there of a reading that was stopped."""
        return (
            f'{self.finished} of {counted(self._total, "radiograph")} finished; the results are in {self.out_dir}. '
            'The same command with --resume reads the rest.'
        )

    def summarize(self, listing: Listing) -> int:
        """Print what was done and what was not; 0 where all radiographs were read, else 1."""
        if listing.skipped:
            print(listing.describe_skipped(), file=sys.stderr)
        read = self.finished - self._counts['failed']
        kept = f', {self._kept} of them earlier' if self._kept else ''
        print(f'{read} of {counted(self.finished, "radiograph")} read{kept}; results in {self.out_dir}')
        for name, count in self._counts.items():
            if count:
                more = ', …' if count > _SHOWN else ''
                print(f'{count} {name}: {", ".join(self._names[name])}{more}', file=sys.stderr)
        return 1 if self._counts['failed'] else 0
