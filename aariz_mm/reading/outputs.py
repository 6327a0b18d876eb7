"""What is written of many radiographs together: tables, a workbook, a page, a folder in the dataset's layout."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from aariz_mm.annotations.layout import MACHINE_CSV
from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.annotations.writing import TABLE_COLUMNS, landmark_content, landmark_folder, stage_folder, table_row
from aariz_mm.files import check_replaceable, has_mark, replace_file, write_json

from .analyses import ANALYSIS_COLUMNS, analyses_of, analyses_rows
from .page import MARK, page_beginning, page_end, radiograph_card
from .rows import (
    LANDMARK_COLUMNS,
    MEASUREMENT_COLUMNS,
    SUMMARY_COLUMNS,
    Cell,
    landmark_rows,
    measurement_rows,
    summary_row,
)
from .sheets import CsvTable, Workbook, check_table, check_workbook
from .single import Outcome

__all__ = ['FORMATS', 'MOST_CARDS', 'Outputs', 'check_outputs']

FORMATS = ('json', 'csv', 'xlsx', 'overlay', 'html', 'aariz')
"""What can be written; the JSON files are always."""
MOST_CARDS = 500
"""Radiographs on the page; the tables have all."""
_COLUMNS = dict(summary=SUMMARY_COLUMNS, measurements=MEASUREMENT_COLUMNS, landmarks=LANDMARK_COLUMNS)
_ANALYSES = dict(analyses=ANALYSIS_COLUMNS)
_WORKBOOK, _PAGE, _AARIZ = 'results.xlsx', 'summary.html', 'aariz'
_READER, _SPLIT = 'aariz_mm', 'test'


def check_outputs(out_dir: str | Path, formats: Collection[str], mark: str = '', analyses: Sequence[str] = ()) -> None:
    """Check that what is written of all radiographs together replaces nothing but what an earlier reading wrote.

    Args:
        mark, analyses: as of :class:`Outputs`.
    Errors:
        ValueError: a file of another origin would be lost.
    """
    out_dir = Path(out_dir)
    if 'csv' in formats:
        for name, columns in _columns(analyses).items():
            check_table(out_dir / f'{name}{mark}.csv', columns)
    if 'xlsx' in formats:
        check_workbook(out_dir / _marked(_WORKBOOK, mark))
    if 'html' in formats:
        check_replaceable(out_dir / _marked(_PAGE, mark), [MARK], 'page of aariz_mm', 'give another --out-dir')
    table = out_dir / f'{_AARIZ}{mark}' / MACHINE_CSV
    if 'aariz' in formats and table.exists() and not has_mark(table, [','.join(TABLE_COLUMNS)]):
        raise ValueError(f'{table} is no table of aariz_mm and would be lost; give another --out-dir')


class Outputs:
    """Tables and pages that grow by one radiograph at a time; memory does not.

    Args:
        out_dir: folder of the results; see :func:`check_outputs`. formats: of :data:`FORMATS`. protocol: a line on what
            the radiographs are read with. every: radiographs after which files are renewed, or a tenth of all so
            far where that is more, for they are written whole. mark: stands in the names of the files before their
            endings, so that several jobs write into one folder. analyses: named analyses for tables and page, see
            :data:`aariz_mm.analysis.NAMED_ANALYSES`.
    """

    def __init__(
        self, out_dir: str | Path, formats: Collection[str], protocol: str = '', every: int = 100, mark: str = '',
        analyses: Sequence[str] = (),
    ):  # fmt: skip
        self.out_dir, self._every, self._analyses = Path(out_dir), every, tuple(analyses)
        columns_of = _columns(analyses)
        self.out_dir.mkdir(parents=True, exist_ok=True)
        self._tables = (
            {name: CsvTable(self.out_dir / f'{name}{mark}.csv', columns) for name, columns in columns_of.items()}
            if 'csv' in formats
            else {}
        )
        self._book = Workbook(self.out_dir / _marked(_WORKBOOK, mark), columns_of) if 'xlsx' in formats else None
        self._page = _Page(self.out_dir / _marked(_PAGE, mark), protocol, self._analyses) if 'html' in formats else None
        self._folder = _AarizFolder(self.out_dir / f'{_AARIZ}{mark}') if 'aariz' in formats else None
        self._count, self._renewed = 0, 0

    def add(self, outcome: Outcome) -> None:
        """Add a radiograph.

        Errors:
            OSError: a file cannot be written.
        """
        for name, rows in _rows_of(outcome, self._analyses).items():
            if self._tables:
                self._tables[name].append(rows)
            if self._book is not None:
                self._book.append(name, rows)
        if self._page is not None:
            self._page.add(outcome)
        if self._folder is not None:
            self._folder.add(outcome)
        self._count += 1
        if self._count - self._renewed >= max(self._every, self._renewed // 10):
            self._publish()

    def finish(self) -> None:
        """Write all files with what was added; to be called once, at the end or after an interruption."""
        self._publish()
        if self._book is not None:
            self._book.save()
        for one in (*self._tables.values(), self._page, self._folder):
            if one is not None:
                one.close()

    def _publish(self) -> None:
        self._renewed = self._count
        for table in self._tables.values():
            table.publish()
        for one in (self._page, self._folder):
            if one is not None:
                one.publish()


def _marked(name: str, mark: str) -> str:
    stem, ending = name.split('.')
    return f'{stem}{mark}.{ending}'


def _columns(analyses: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return _COLUMNS | (_ANALYSES if analyses else {})


def _rows_of(outcome: Outcome, analyses: Sequence[str]) -> dict[str, list[tuple[Cell, ...]]]:
    content = outcome.content
    more = dict(analyses=[] if content is None else list(analyses_rows(content, analyses))) if analyses else {}
    summary = summary_row(str(outcome.image), outcome.result, content, outcome.failure, outcome.seconds)
    return dict(
        summary=[summary],
        measurements=[] if content is None else list(measurement_rows(content)),
        landmarks=[] if content is None else list(landmark_rows(content)),
        **more,
    )


class _Page:
    """The page, whose cards wait in a file without a name."""

    def __init__(self, path: Path, protocol: str, analyses: Sequence[str]):
        self._path, self._protocol, self._analyses = path, protocol, analyses
        self._cards = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115
        self._counts = dict(read=0, doubtful=0, failed=0)

    def add(self, outcome: Outcome) -> None:
        """Add a card, while there is room."""
        self._counts['failed' if outcome.content is None else 'read'] += 1
        self._counts['doubtful'] += bool(outcome.warnings)
        if self._counts['read'] + self._counts['failed'] <= MOST_CARDS:
            name = str(outcome.image)
            tables = [] if outcome.content is None else analyses_of(outcome.content, self._analyses)
            card = radiograph_card(name, outcome.content, outcome.failure, outcome.overlay, outcome.thumbnail, tables)
            self._cards.write(card.encode(errors='backslashreplace'))

    def publish(self) -> None:
        """Write the page with all cards so far, in one step."""
        total = self._counts['read'] + self._counts['failed']
        beginning = page_beginning(**self._counts, left_out=max(total - MOST_CARDS, 0), protocol=self._protocol)
        self._cards.seek(0)
        with replace_file(self._path) as file:
            file.write(beginning.encode())
            shutil.copyfileobj(self._cards, file)
            file.write(page_end().encode())

    def close(self) -> None:
        """Let go of the cards."""
        self._cards.close()


class _AarizFolder:
    """Predictions as the annotations of a reader in the layout of the Aariz dataset, without radiographs."""

    def __init__(self, root: Path):
        self._split = root / _SPLIT
        self._table = CsvTable(root / MACHINE_CSV, TABLE_COLUMNS, for_excel=False)
        self._ids: set[str] = set()

    def add(self, outcome: Outcome) -> None:
        """Write the files of a radiograph; those of its name in several folders are told apart by their folders."""
        if outcome.content is None:
            return
        ceph_id, content = self._id_of(outcome.result), outcome.content
        entries = [landmark_entry(one['symbol'], one['value']['x'], one['value']['y']) for one in content['landmarks']]
        annotation = landmark_content(ceph_id, entries, 'read by aariz_mm')
        write_json(landmark_folder(self._split, _READER) / f'{ceph_id}.json', annotation)
        if content.get('cvm_stage'):
            stage = dict(ceph_id=ceph_id, cvm_stage=content['cvm_stage'])
            write_json(stage_folder(self._split) / f'{ceph_id}.json', stage)
        scale = content.get('pixel_size_mm')
        row = table_row(ceph_id, 'unknown', '' if scale is None else repr(scale), outcome.image.suffix, _SPLIT)
        self._table.append([row])

    def publish(self) -> None:
        """Write the table of devices."""
        self._table.publish()

    def close(self) -> None:
        """Let go of the rows of the table."""
        self._table.close()

    def _id_of(self, result: str) -> str:
        """A name without folders, which no other radiograph has."""
        name = plain = result.replace('/', '_')
        count = 1
        while name.casefold() in self._ids:
            count += 1
            name = f'{plain}_{count}'
        self._ids.add(name.casefold())
        return name
