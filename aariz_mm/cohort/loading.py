"""From a folder of results and a table of cases to a cohort; what does not count is kept with its reason."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aariz_mm.reading.content import measure_again
from aariz_mm.reading.results import is_corrected
from aariz_mm.reading.tracings import load_traced

from .case_table import CaseRow, CaseTable
from .records import CaseRecord, record_of

__all__ = ['EVERYBODY', 'EXCLUDED', 'Cohort', 'LeftOut', 'load_cohort', 'natural_order']

EVERYBODY = 'all'
"""Group of a cohort without groups."""
EXCLUDED = ('doubtful', 'uncorrected')
"""What may be left out: readings with warnings that nobody corrected, or all that nobody corrected."""
_SHOWN = 5


@dataclass(frozen=True)
class LeftOut:
    """What does not count, and why; ``name`` is that of a result, or of a file in the table of cases."""

    name: str
    reason: str


@dataclass(frozen=True)
class Cohort:
    """Radiographs that count, groups and times in their order (one time, '', where there are none), and the rest.

    ``found`` are results in the folder, ``failed`` radiographs that could not be read, by its summary.csv.
    ``knows_patients``: the table of cases says whose a radiograph is; else each is a patient of its own. ``unread``
    are columns of the table that say nothing here.
    """

    records: tuple[CaseRecord, ...]
    groups: tuple[str, ...] = (EVERYBODY,)
    times: tuple[str, ...] = ('',)
    left_out: tuple[LeftOut, ...] = ()
    found: int = 0
    failed: int = 0
    knows_patients: bool = False
    life_size: bool = False
    unread: tuple[str, ...] = ()


def load_cohort(
    folder: str | Path, table: CaseTable | None = None, exclude: Iterable[str] = (), life_size: bool = False
) -> Cohort:
    """Read all results below a folder.

    Args:
        table: who is who; None is one group. exclude: of :data:`EXCLUDED`. life_size: divide lengths by the
            magnification, which every result must state then.
    Errors:
        FileNotFoundError, ValueError: no such folder or no result in it, no result that the table names or none that
            counts, a radiograph that is two patients', or a magnification that is not known.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f'{folder}: no such folder; give that of the results of aariz-mm read')
    records, left_out = _read_results(folder, life_size)
    if not records:
        said = f' ({left_out[0].name}: {left_out[0].reason})' if left_out else ''
        raise ValueError(f'{folder}: no result of aariz-mm read in it{said}; give the folder that --out-dir named')
    found = len(records) + len(left_out)
    if table is None:
        records = [replace(one, patient=one.result, group=EVERYBODY) for one in records]
    else:
        records, lost = _tell_cases(records, table)
        left_out += lost
    records, lost = _drop_copies(records)
    left_out += lost
    kept = [one for one in records if not _is_excluded(one, set(exclude))]
    left_out += [LeftOut(one.result, _why_excluded(one)) for one in records if one not in kept]
    if life_size:
        _check_magnifications(kept)
    _check_some(kept, left_out)
    groups = tuple(dict.fromkeys(row.group for row in table.rows if row.group)) if table else ()
    present = {one.group for one in kept}
    times = sorted({one.time for one in kept}, key=natural_order)
    return Cohort(
        tuple(kept), tuple(one for one in groups if one in present) or (EVERYBODY,), tuple(times) or ('',),
        tuple(left_out), found, _count_failed(folder), table is not None and 'patient' in table.columns, life_size,
        table.others if table else (),
    )  # fmt: skip


def natural_order(text: str) -> list[tuple[int, str]]:
    """Key by which T2 comes before T10."""
    return [(int(part), '') if part.isdecimal() else (-1, part) for part in re.split(r'(\d+)', text)]


def _read_results(folder: Path, life_size: bool) -> tuple[list[CaseRecord], list[LeftOut]]:
    records, left_out = [], []
    for path in sorted(folder.rglob('*.json')):
        name = path.relative_to(folder).as_posix().removesuffix('.json')
        try:
            records.append(_read_result(path, name, life_size))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            left_out.append(LeftOut(name, f'no result that can be used: {_first_words(error, path)}'))
    return records, left_out


def _first_words(error: Exception, path: Path) -> str:
    return str(error).removeprefix(f'{path}: ').partition(';')[0][:160] or type(error).__name__


def _read_result(path: Path, name: str, life_size: bool) -> CaseRecord:
    content = dict(load_traced(path).content)
    if not content.get('image_sha256'):
        raise ValueError('no result of aariz-mm read')
    if is_corrected(content):  # what a person moved is measured as it now stands
        content = measure_again(content)
    record = record_of(content, name, life_size)
    radiograph = Path(str(content.get('file') or '').replace('\\', '/'))
    names = {name, path.stem, radiograph.name, radiograph.stem, str(content.get('ceph_id', ''))}
    return replace(record, names=frozenset(unicodedata.normalize('NFC', one) for one in names if one))


def _tell_cases(records: Sequence[CaseRecord], table: CaseTable) -> tuple[list[CaseRecord], list[LeftOut]]:
    """Records with patient, group, time, age and sex; those that the table does not name, and rows without a result."""
    by_name: dict[str, list[int]] = {}
    for index, one in enumerate(records):
        for name in one.names:
            by_name.setdefault(name, []).append(index)
    told: dict[int, CaseRow] = {}
    left_out = []
    for row in table.rows:
        index = _find(row, records, by_name)
        if index is None:
            left_out.append(LeftOut(row.file, 'named in the table of cases, but there is no result'))
        elif index in told:
            raise ValueError(
                f'lines {told[index].line} and {row.line} of the table of cases are one radiograph, '
                f'{records[index].result}; keep one'
            )
        else:
            told[index] = row
    if not told:
        raise ValueError(
            f'the table of cases names no result: it has {table.rows[0].file!r}, and the results are for example '
            f'{records[0].result!r}; name files as they were read, or results without .json'
        )
    kept = []
    for index, one in enumerate(records):
        row = told.get(index)
        missing = [name for name in ('patient', 'group', 'time') if row and name in table.columns
                   and not getattr(row, name)]  # fmt: skip
        if row is None:
            left_out.append(LeftOut(one.result, 'not in the table of cases'))
        elif missing:
            left_out.append(LeftOut(one.result, f'no {" and no ".join(missing)} in the table of cases'))
        else:
            kept.append(_with_row(one, row))
    return kept, left_out


def _find(row: CaseRow, records: Sequence[CaseRecord], by_name: dict[str, list[int]]) -> int | None:
    name = row.file.replace('\\', '/')
    for one in (name, name.removesuffix('.json'), Path(name).name, Path(name).stem):
        found = by_name.get(one, [])
        exact = [index for index in found if records[index].result == one]
        if len(exact or found) > 1:
            raise ValueError(
                f'line {row.line} of the table of cases: {row.file!r} is {len(found)} results, '
                f'{records[found[0]].result} and {records[found[1]].result}; name the path below the folder'
            )
        if found:
            return (exact or found)[0]
    return None


def _with_row(one: CaseRecord, row: CaseRow) -> CaseRecord:
    return replace(
        one, patient=row.patient or one.result, group=row.group or EVERYBODY, time=row.time,
        age=one.age if row.age is None else row.age, sex=row.sex or one.sex,
    )  # fmt: skip


def _drop_copies(records: Sequence[CaseRecord]) -> tuple[list[CaseRecord], list[LeftOut]]:
    """Records without those of a radiograph that is there already.

    Errors:
        ValueError: one radiograph of two patients, groups or times.
    """
    seen: dict[str, CaseRecord] = {}
    kept, left_out = [], []
    for one in records:
        first = seen.setdefault(one.sha256, one)
        if first is one:
            kept.append(one)
        elif (
            (first.patient, first.group, first.time) == (one.patient, one.group, one.time)
            or not one.group
            or (first.patient == first.result and one.patient == one.result and first.group == one.group)
        ):
            left_out.append(LeftOut(one.result, 'the same radiograph a second time'))
        else:
            raise ValueError(
                f'{first.result} and {one.result} are one and the same radiograph, but the table of cases has them as '
                'two patients, groups or times; correct the table'
            )
    return kept, left_out


def _is_excluded(one: CaseRecord, exclude: set[str]) -> bool:
    return not one.corrected and ('uncorrected' in exclude or ('doubtful' in exclude and bool(one.doubts)))


def _why_excluded(one: CaseRecord) -> str:
    return 'a doubtful reading that nobody corrected' if one.doubts else 'a reading that nobody corrected'


def _check_some(kept: Sequence[CaseRecord], left_out: Sequence[LeftOut]) -> None:
    if not kept:
        counts = Counter(one.reason for one in left_out).most_common(_SHOWN)
        said = '; '.join(f'{count} {reason}' for reason, count in counts)
        raise ValueError(f'no radiograph counts, all are left out: {said}; correct the table, or leave out less')


def _check_magnifications(records: Sequence[CaseRecord]) -> None:
    unknown = [one.result for one in records if one.magnification is None]
    if unknown:
        raise ValueError(
            f'{len(unknown)} of {len(records)} results state no magnification ({", ".join(unknown[:_SHOWN])}), so '
            'their lengths cannot be made life-size; read them with --magnification, or leave --life-size out'
        )


def _count_failed(folder: Path) -> int:
    """Radiographs that the summary.csv of the folder calls failed; 0 without one."""
    path = folder / 'summary.csv'
    try:
        with path.open(encoding='utf-8-sig', newline='') as file:
            return Counter(row.get('status') for row in csv.DictReader(file))['failed']
    except (OSError, ValueError, csv.Error):
        return 0
