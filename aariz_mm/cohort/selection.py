"""Which measurements of a cohort are described and tested."""

from __future__ import annotations

from collections.abc import Sequence

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.named_tables import find_analyses

from .loading import Cohort

__all__ = ['COMMON', 'choose_measurements', 'find_measurement']

COMMON = ('SNA', 'SNB', 'ANB', 'Wits', 'FMA', 'SN-MP', 'gonial', 'Jarabak', 'ANS-Me', 'Co-Gn', 'U1-SN', 'IMPA',
          'interincisal')  # fmt: skip
"""What is taken where nothing is chosen, as far as any radiograph has it: of many tests some are significant by chance,
so that the measurements are to be chosen before the data are seen."""


def choose_measurements(cohort: Cohort, names: Sequence[str] = (), analyses: Sequence[str] = ()) -> tuple[str, ...]:
    """Keys in the order that was asked for, each once.

    Args:
        names: keys or names of measurements, whatever their case; 'all' is every one that a radiograph has. analyses:
            named ones; what their landmarks do not allow in any radiograph goes.
    Errors:
        ValueError: an unknown name, or one that no radiograph has.
    """
    measured = {key for one in cohort.records for key, value in one.values.items() if not value.reason}
    keys: list[str] = []
    for name in names:
        keys += (
            sorted(measured, key=list(MEASUREMENTS).index)
            if name.strip().lower() == 'all'
            else [find_measurement(name)]
        )
    lost = [key for key in keys if key not in measured]
    if lost:
        raise ValueError(f'no radiograph has {", ".join(lost)}; {_why(cohort, lost[0])}')
    parts = [part.key for one in (find_analyses(analyses) if analyses else ()) for part in one.parts]
    chosen = [*keys, *parts] if keys or parts else list(COMMON)
    found = tuple(key for key in dict.fromkeys(chosen) if key in measured)
    if not found:
        raise ValueError(f'no radiograph has any of {", ".join(dict.fromkeys(chosen))}; {_why(cohort, chosen[0])}')
    return found


def find_measurement(name: str) -> str:
    """Key of a measurement by its key or name, whatever its case.

    Errors:
        ValueError: there is none.
    """
    plain = name.strip().casefold()
    for key, one in MEASUREMENTS.items():
        if plain in (key.casefold(), one.name.casefold()):
            return key
    raise ValueError(f'measurement {name!r}: expected some of {", ".join(MEASUREMENTS)}, or all')


def _why(cohort: Cohort, key: str) -> str:
    reasons = [one.values[key].reason for one in cohort.records if key in one.values]
    return reasons[0] if reasons else 'the results do not have it; read the radiographs again with this version'
