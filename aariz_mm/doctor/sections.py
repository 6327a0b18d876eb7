"""A doctor's report as headed tables, from which both text and HTML are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aariz_mm.evaluation.human_line import READER_TO_MEAN, READERS_APART
from aariz_mm.number_text import fixed, per_cent
from aariz_mm.report.document import Paragraph, Section
from aariz_mm.tables import Table

from .findings import ERROR, INFO, WARNING, Finding, ReaderPair, Report
from .scale import FEWEST_IMAGES, PLAUSIBLE_SN_MM

__all__ = [
    'data_sections',
    'finding_sections',
    'headline',
]

_TITLES = {ERROR: 'Errors', WARNING: 'Warnings', INFO: 'Notes'}
_MEANINGS = {
    ERROR: 'The dataset refuses these images or folders.',
    WARNING: 'These are read, but scores may mislead.',
    INFO: 'Good to know.',
}


def headline(report: Report) -> str:
    """Example: '2 errors, 1 warning, 3 notes'"""
    counts = [(report.count(ERROR), 'error'), (report.count(WARNING), 'warning'), (report.count(INFO), 'note')]
    return ', '.join(f'{count or "no"} {name}{"" if count == 1 else "s"}' for count, name in counts)


def finding_sections(report: Report, most: int) -> Iterator[Section]:
    """One section per severity, a table for each code with at most ``most`` lines."""
    for severity, title in _TITLES.items():
        own = [finding for finding in report.findings if finding.severity == severity]
        if own:
            codes = dict.fromkeys(finding.code for finding in own)
            tables = (_finding_table([one for one in own if one.code == code], most) for code in codes)
            yield Section(title, (Paragraph(_MEANINGS[severity]), *tables))


def data_sections(report: Report) -> Iterator[Section]:
    """What the dataset consists of."""
    yield Section('Splits', (_split_table(report),))
    yield Section('Devices and pixel sizes', (_device_table(report), Paragraph(_scale_rule(), note=True)))
    yield Section('Images', (_format_table(report), _orientation_table(report)))
    if report.reader_pairs:
        yield Section('Readers', (_pair_table(report.reader_pairs), *map(_landmark_table, report.reader_pairs)))
    if report.copies:
        yield Section('Copies', (_copy_table(report),))
    yield Section('CVM stages', (_stage_table(report),))


def _finding_table(findings: Sequence[Finding], most: int) -> Table:
    first = findings[0]
    rows = tuple((_short_list(finding.ids), finding.message) for finding in findings[:most])
    more = len(findings) - most
    last = ((fixed(None), f'… and {more} more; --json holds all'),) if more > 0 else ()
    caption = f'{first.code} ({len(findings)}). Cure: {first.cure}'
    return Table(caption, ('images', 'what was found'), rows, last, text_columns=(0, 1))


def _short_list(names: Sequence[str], most: int = 3) -> str:
    """Example: 'a, b, c and 2 more'; '–' for none"""
    more = f' and {len(names) - most} more' if len(names) > most else ''
    return f'{", ".join(names[:most])}{more}' or fixed(None)


def _split_table(report: Report) -> Table:
    readers = list(dict.fromkeys(reader for split in report.splits for reader in split.readers))
    rows = tuple(
        (
            split.split, split.folder, str(split.images), str(split.stages),
            *(str(split.readers.get(reader, 0)) for reader in readers),
            ', '.join(f'{mode} {count}' for mode, count in split.csv_modes.items()),
        )
        for split in report.splits
    )  # fmt: skip
    header = ('split', 'folder', 'images', 'stages', *readers, 'modes in the table')
    return Table(
        'Files per split; modes are what the device table says', header, rows, text_columns=(0, 1, len(header) - 1)
    )


def _device_table(report: Report) -> Table:
    splits = [split.split for split in report.splits]
    rows = tuple(
        (
            device.device, *(str(device.images.get(split, 0)) for split in splits),
            ', '.join(f'{size:g}' for size in device.pixel_sizes_mm) or fixed(None),
            _sizes(device.smallest_px, device.largest_px), str(device.sn_images), fixed(device.sn_quartile_1_mm, 1),
            fixed(device.sn_median_mm, 1), fixed(device.sn_quartile_3_mm, 1), device.verdict,
        )
        for device in report.devices
    )  # fmt: skip
    header = (
        'device',
        *splits,
        'mm per px',
        'size px',
        'n',
        'S-N quartile 1',
        'S-N median',
        'S-N quartile 3',
        'verdict',
    )
    return Table('Images per split, pixel sizes, and S-N in mm', header, rows, text_columns=(0, len(header) - 1))


def _scale_rule() -> str:
    low, high = PLAUSIBLE_SN_MM
    return (
        f'Plausible is a median S-N of {low:g} to {high:g} mm: heads of schoolchildren to adults measure about 65 to '
        f'77 mm, and radiographs enlarge them. No verdict below {FEWEST_IMAGES} images.'
    )


def _sizes(smallest: tuple[int, int] | None, largest: tuple[int, int] | None) -> str:
    names = dict.fromkeys(f'{size[0]} x {size[1]}' for size in (smallest, largest) if size is not None)
    return ' to '.join(names) or fixed(None)


def _format_table(report: Report) -> Table:
    rows = tuple(
        (one.format.upper(), str(one.bits), str(one.channels), str(one.images)) for one in report.formats
    )  # fmt: skip
    return Table('Formats, by content', ('format', 'bits', 'channels', 'images'), rows)


def _orientation_table(report: Report) -> Table:
    rows = tuple((name, str(count)) for name, count in report.orientations.items())
    return Table('Orientation of the heads, by their landmarks', ('head', 'images'), rows)


def _pair_table(pairs: Iterable[ReaderPair]) -> Table:
    rows = tuple(
        (' and '.join(pair.readers), str(pair.images), fixed(pair.mean_mm), fixed(pair.mean_mm / 2)) for pair in pairs
    )
    header = ('readers', 'images', f'{READERS_APART}, mm', f'{READER_TO_MEAN}, mm')
    return Table('How far two readers are apart, and either from the mean of both', header, rows)


def _landmark_table(pair: ReaderPair) -> Table:
    rows = tuple(
        (one.symbol, str(one.images), fixed(one.mean_mm), per_cent(one.identical), per_cent(one.within_1_px),
         'copied' if one.alike else '')
        for one in pair.landmarks
    )  # fmt: skip
    header = ('landmark', 'images', 'mean mm', 'identical', 'within 1 px', 'verdict')
    return Table(f'{" and ".join(pair.readers)}, per landmark', header, rows, text_columns=(0, 5))


def _copy_table(report: Report) -> Table:
    agree = {True: 'agree', False: 'differ', None: 'cannot be compared'}
    rows = tuple(
        (
            ', '.join(f'{ceph_id} ({split})' for split, ceph_id in group.members), group.kind, group.changes,
            'yes' if group.across_splits else 'no', fixed(group.correlation), agree[group.labels_agree],
            fixed(group.distance_mm), ', '.join(fixed(None) if stage is None else str(stage) for stage in group.stages),
        )
        for group in report.copies
    )  # fmt: skip
    header = ('images', 'kind', 'changes', 'across splits', 'correlation', 'labels', 'points mm apart', 'stages')
    return Table('Images that are one', header, rows, text_columns=(0, 1, 2, 3, 5, 7))


def _stage_table(report: Report) -> Table:
    rows = tuple(
        (split.split, *map(str, split.counts), str(split.without)) for split in report.stages
    )  # fmt: skip
    return Table('Images per stage', ('split', *(f'S{stage}' for stage in range(1, 7)), 'without'), rows)
