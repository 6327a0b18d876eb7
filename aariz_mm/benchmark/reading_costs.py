"""What predicting one radiograph costs, from its file to landmarks, JSON and overlay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from aariz_mm.benchmark.progress import followed
from aariz_mm.benchmark.results import Goal, Row, compare, single
from aariz_mm.benchmark.untrained import KnowingPredictor
from aariz_mm.radiographs.listing import RadiographFile
from aariz_mm.reading.single import ReadingOptions, read_file

__all__ = ['measure_reading', 'split_seconds']

_AROUND = (Goal('ratio', 0.2, 'at most 20 % of the network'),)
_OVERLAY = (Goal('ours', 120.0, 'at most 120 ms'),)
_MS = 1000


def measure_reading(
    predictor: KnowingPredictor,
    radiographs: Sequence[Path],
    out_dir: Path,
    rounds: int = 20,
    truths: Sequence[Mapping] | None = None,
) -> list[Row]:
    """Rows of one radiograph in milliseconds of the wall; beside each stands the network.

    Args:
        radiographs: files, read in turn; the first reading of all counts as the cold one.
        out_dir: folder for what is written.
        truths: landmarks of each, which are answered in place of the network's; None leaves its answers.
    Errors:
        ValueError: a radiograph that could not be read.
    """
    found = []
    for index in followed(range(1 + rounds), 'reading'):
        place = index % len(radiographs)
        predictor.truth = None if truths is None else truths[place]
        options = ReadingOptions(out_dir / str(index))
        outcome = read_file(predictor, RadiographFile(radiographs[place], 'read'), options, 0.1)
        if outcome.failure:
            raise ValueError(f'{radiographs[place]}: {outcome.failure}')
        found.append(split_seconds(outcome.steps, outcome.seconds))
    return _rows(found[0], found[1:])


def split_seconds(steps: Mapping[str, float], seconds: float) -> dict[str, float]:
    """Milliseconds of ``decode``, ``network``, ``overlay`` and ``around``, which is all the rest.

    The overlay is drawing and writing it, and the JSON file that is written with it.

    Example: steps of 1 s each in 7 s -> decode 1, network 1, overlay 2 (draw and write), around 3 (measure and rest)
    """
    decode, network = steps.get('open', 0.0), steps['network']
    overlay = steps.get('draw', 0.0) + steps.get('write', 0.0)
    parts = dict(
        decode=decode, network=network, overlay=overlay, around=seconds - decode - network - overlay, all=seconds
    )
    return {name: _MS * value for name, value in parts.items()}


def _rows(cold: Mapping[str, float], warm: Sequence[Mapping[str, float]]) -> list[Row]:
    of = {name: [each[name] for each in warm] for name in cold}
    network = of['network']
    both = [one + other for one, other in zip(of['around'], of['decode'], strict=True)]
    return [
        single('network', network),
        compare('around the network: all but it, decoding and the overlay', of['around'], network, goals=_AROUND),
        compare('decoding the file', of['decode'], network),
        compare('around the network, with decoding', both, network),
        single('overlay: drawing and writing it, with the JSON file', of['overlay'], goals=_OVERLAY),
        single('all of a radiograph', of['all']),
        *(single(f'first of a process: {name}', [value]) for name, value in cold.items()),
    ]
