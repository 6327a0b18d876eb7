"""From the sheets of a source to what is written: landmarks by symbol, each image with its pixel size, and a report."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from aariz_mm.doctor.scan import ImageScan, scan_images

from .formats import find_format
from .images import ImageIndex, check_image, check_numbering, index_images
from .marks import Contents, Mark, Misfit, Sheet
from .names import IGNORED, find_symbol, read_name_map
from .pixel_sizes import PixelSizes, choose_pixel_size, read_pixel_sizes

__all__ = ['DEFAULT_READER', 'Case', 'ImportOptions', 'Imported', 'import_annotations', 'resolve_marks']

DEFAULT_READER = 'Reader'
"""Folder of the marks of a source that names no reader."""
_SENTINELS = ((0.0, 0.0), (-1.0, -1.0))
"""Where tools put what was not marked."""


@dataclass(frozen=True)
class ImportOptions:
    """What the user says beside format and source.

    Attributes:
        images: folder of the images. reader: folder that the marks get. only: the one reader to take.
        pixel_size: mm per pixel, or the path of a table. device: of the images without one in that table.
        name_map: path of the user's own names.
    """

    images: Path
    reader: str | None = None
    only: str | None = None
    pixel_size: str | None = None
    device: str = 'unknown'
    name_map: str | Path | None = None


@dataclass(frozen=True)
class Case:
    """One reader's landmarks on one image, ready to be written."""

    img_id: str
    image: Path
    reader: str
    marks: tuple[Mark, ...]
    pixel_size_mm: float
    pixel_size_from: str
    device: str


@dataclass(frozen=True)
class Imported:
    """Cases, what did not fit, images that no annotation is for, and names knowingly left out."""

    cases: tuple[Case, ...]
    misfits: tuple[Misfit, ...]
    unused_images: int = 0
    ignored: Mapping[str, int] = field(default_factory=dict)


def import_annotations(
    format_name: str, source: str | Path, options: ImportOptions, out: Path | None = None
) -> Imported:
    """Read a source and match it with its images; nothing is written.

    Args:
        out: a folder whose images do not count, where it lies below the images.
    Errors:
        FileNotFoundError, ValueError: a file that cannot be read, or no pixel size from anywhere.
    """
    layout, source = find_format(format_name), Path(source)
    if not source.exists():
        raise FileNotFoundError(f'{source}: no such file or folder; give the annotations of {layout.title}')
    if options.pixel_size is None and not layout.has_pixel_size:
        raise ValueError(
            f'{layout.title} does not say how many mm a pixel has, and it is never guessed; give --pixel-size MM, or '
            '--pixel-size TABLE.csv with the columns id and mm'
        )
    sizes = read_pixel_sizes(options.pixel_size)
    own_names = read_name_map(options.name_map) if options.name_map else {}
    index = index_images(Path(options.images), out)
    if layout.is_numbered:
        check_numbering(index)
    contents = _choose_reader(layout.read(source), options)
    return _match(contents, index, sizes, own_names, options)


def _choose_reader(contents: Contents, options: ImportOptions) -> Contents:
    """The contents with the one reader that is wanted, under the name that is wanted."""
    sheets = [replace(sheet, reader=sheet.reader or DEFAULT_READER) for sheet in contents.sheets]
    if options.only is not None:
        readers = {sheet.reader for sheet in sheets}
        sheets = [sheet for sheet in sheets if sheet.reader.casefold() == options.only.casefold()]
        if not sheets:
            raise ValueError(f'no reader {options.only!r} in the source; it has {sorted(readers)}')
    if options.reader is not None:
        sheets = [replace(sheet, reader=options.reader) for sheet in sheets]
    for reader in {sheet.reader for sheet in sheets}:
        if reader != reader.strip() or reader.startswith('.') or set(reader) & set('/\\:*?"<>|') or not reader:
            raise ValueError(f'reader {reader!r} is no name of a folder; give another one by --reader')
    return Contents(tuple(sheets), contents.misfits)


def _match(
    contents: Contents, index: ImageIndex, sizes: PixelSizes, own_names: Mapping[str, str], options: ImportOptions
) -> Imported:
    misfits = list(contents.misfits)
    found = {sheet: index.find(sheet.names) for sheet in contents.sheets}
    images = sorted({path for paths in found.values() if len(paths) == 1 for path in paths})
    scans = scan_images(images)
    clashes = _clashing_ids(images)
    marked = Counter((found[sheet], sheet.reader) for sheet in contents.sheets)
    cases, ignored = [], Counter()
    for sheet in contents.sheets:
        refusal = _refuse(sheet, found[sheet], scans, clashes, marked[found[sheet], sheet.reader])
        if refusal is not None:
            misfits.append(refusal)
            continue
        image = found[sheet][0]
        marks, odd, left = resolve_marks(sheet, scans[image].size_px, image.name, own_names)
        misfits += odd
        ignored.update(left)
        case, odd = _make_case(sheet, image, marks, scans[image], sizes, options)
        misfits += odd
        cases += [case] if case else []
    unused = {path for paths in index.by_name.values() for path in paths} - set(images)
    cases.sort(key=lambda case: (case.img_id, case.reader))
    return Imported(tuple(cases), tuple(misfits), len(unused), dict(ignored))


def _refuse(
    sheet: Sheet, paths: Sequence[Path], scans: Mapping[Path, ImageScan], clashes: set[Path], sheets_of_reader: int
) -> Misfit | None:
    """Why the image of a sheet is left out as a whole; None where nothing is against it."""
    where = sheet.names[0]

    def misfit(kind: str, detail: str) -> Misfit:
        return Misfit(kind, where, sheet.source, detail)

    if not paths:
        return misfit('image missing', f'none of {list(sheet.names)} is among the images')
    if len(paths) > 1:
        return misfit('image not unique', f'{[str(path) for path in paths]} have the name')
    if paths[0] in clashes:
        return misfit('id not unique', f'another image has the name {paths[0].stem!r} too; rename one')
    if _is_bad_id(paths[0].stem):
        return misfit('bad id', f'{paths[0].stem!r} begins or ends with a blank or dot, or has a control character')
    if sheets_of_reader > 1:
        return misfit('several annotations', f'{sheets_of_reader} by {sheet.reader!r}; keep one, or choose by --only')
    if sheet.refused:
        return misfit('annotation refused', sheet.refused)
    problem = check_image(scans[paths[0]], sheet.size)
    return misfit(*problem) if problem else None


def _clashing_ids(images: Iterable[Path]) -> set[Path]:
    """Images whose ids are one and the same on a file system without case."""
    by_id: dict[str, list[Path]] = {}
    for path in images:
        by_id.setdefault(unicodedata.normalize('NFC', path.stem).casefold(), []).append(path)
    return {path for paths in by_id.values() if len(paths) > 1 for path in paths}


def _is_bad_id(img_id: str) -> bool:
    # The device table strips its cells, hidden files are not listed, and Windows cuts off a dot at the end.
    control = any(unicodedata.category(character) == 'Cc' for character in img_id)
    return img_id != img_id.strip() or img_id.startswith('.') or img_id.endswith('.') or control


def resolve_marks(
    sheet: Sheet, size: tuple[int, int], where: str, own_names: Mapping[str, str]
) -> tuple[tuple[Mark, ...], list[Misfit], Counter]:
    """Marks by symbol, what did not fit, and names knowingly left out; no mark where the image must be left out.

    Args:
        size: (w, h) of the image. where: to name in misfits. own_names: as
            :func:`~aariz_mm.interchange.names.read_name_map` gives them.
    """
    known, misfits, ignored = [], [], Counter()
    for mark in sheet.marks:
        symbol = find_symbol(mark.name, own_names)
        if symbol is None:
            misfits.append(Misfit('unknown name', mark.name, where))
        elif symbol == IGNORED:
            ignored[mark.name] += 1
        else:
            known.append((symbol, mark))
    twice = [symbol for symbol, count in Counter(symbol for symbol, _ in known).items() if count > 1]
    if twice:
        names = [mark.name for symbol, mark in known if symbol in twice]
        return (), [*misfits, Misfit('landmark twice', ', '.join(twice), where, f'named {names}; keep one')], ignored
    marks, outside = [], 0
    for symbol, mark in known:
        problem = _problem_of_place(mark, size)
        outside += problem == 'outside the image'
        if problem:
            misfits.append(Misfit(problem, symbol, where, f'({mark.x:g}, {mark.y:g})'))
        else:
            marks.append(Mark(symbol, mark.x, mark.y))
    if outside and sheet.size is None:
        detail = f'{outside} marks are outside and the source does not say for which size they are'
        return (), [*misfits, Misfit('size unknown', where, sheet.source, detail)], ignored
    return tuple(marks), misfits, ignored


def _problem_of_place(mark: Mark, size: tuple[int, int]) -> str:
    if not (math.isfinite(mark.x) and math.isfinite(mark.y)) or (mark.x, mark.y) in _SENTINELS:
        return 'not marked'
    inside = all(0 <= value <= side - 1 for value, side in zip((mark.x, mark.y), size, strict=True))
    return '' if inside else 'outside the image'


def _make_case(
    sheet: Sheet, image: Path, marks: tuple[Mark, ...], scan: ImageScan, sizes: PixelSizes, options: ImportOptions
) -> tuple[Case | None, list[Misfit]]:
    if not marks:
        return None, [Misfit('no landmark', image.name, sheet.source, 'nothing is left to write')]
    mm, origin = choose_pixel_size(image.stem, sheet, scan.size_px, sizes)
    if mm is None:
        detail = 'neither the source nor --pixel-size states it for this image, and it is never guessed'
        return None, [Misfit('no pixel size', image.name, sheet.source, detail)]
    said = sheet.pixel_size_mm
    differs = origin == 'given' and said is not None and sheet.pixel_size_for in (None, tuple(scan.size_px))
    misfits = []
    if differs and not math.isclose(said, mm, rel_tol=1e-3):
        misfits = [
            Misfit('pixel size differs', image.name, sheet.source, f'{mm:g} mm is given, the source says {said:g}')
        ]
    device = (sizes.devices or {}).get(image.stem) or options.device
    return Case(image.stem, image, sheet.reader, marks, mm, origin, device), misfits
