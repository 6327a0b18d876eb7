"""The text files of the ISBI 2015 challenge: ``001.txt`` with a line 'x,y' for each of 19 landmarks, then classes.

Positions are in pixels of the challenge's images of 1935 x 2400 at 0.1 mm per pixel. The eight classes below the points
follow from the points and are not kept. Source: Wang et al., Medical Image Analysis 31:63, 2016,
doi 10.1016/j.media.2016.02.004, table 1 for the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from aariz_mm.annotations.truth import JUNIOR, SENIOR

from .marks import Contents, Mark, Misfit, Sheet
from .sources import list_files, read_text

__all__ = ['IMAGE_SIZE', 'ORDER', 'PIXEL_SIZE_MM', 'read_isbi2015', 'render_isbi2015']

ORDER = ('S', 'N', 'Or', 'Po', 'A', 'B', 'Pog', 'Me', 'Gn', 'Go', 'LIT', 'UIT', 'Ls', 'Li', 'Sn', 'Pog`', 'PNS', 'ANS',
         'Ar')  # fmt: skip
"""The landmarks of the lines 1 to 19."""
PIXEL_SIZE_MM = 0.1
IMAGE_SIZE = (1935, 2400)
"""The images that the pixel size is stated for."""
_WHAT = 'a text file of ISBI 2015: 19 lines "x,y", then up to 8 lines of one class each'
_READERS = {'400_senior': SENIOR, '400_junior': JUNIOR}
_FOLDERS = {reader: folder for folder, reader in _READERS.items()}


def read_isbi2015(source: Path) -> Contents:
    """The marks of a folder of text files, or of the folders of readers in it.

    ``400_senior`` and ``400_junior`` become the senior and the junior reader; other folders keep their names.
    Errors:
        FileNotFoundError: none there. ValueError: a file with other lines than expected.
    """
    below = sorted(path for path in source.iterdir() if path.is_dir()) if source.is_dir() else []
    folders = [folder for folder in below if any(_is_text(path) for path in folder.iterdir())]
    if not folders:
        return _read_folder(source, _READERS.get(source.name, ''))
    read = [_read_folder(folder, _READERS.get(folder.name, folder.name)) for folder in folders]
    loose = [
        Misfit('beside the readers', path.name, source.name) for path in sorted(source.iterdir()) if _is_text(path)
    ]
    misfits = [misfit for contents in read for misfit in contents.misfits]
    return Contents(tuple(sheet for contents in read for sheet in contents.sheets), (*misfits, *loose))


def _is_text(path: Path) -> bool:
    return path.suffix.lower() == '.txt' and path.is_file() and not path.name.startswith('.')


def _read_folder(folder: Path, reader: str) -> Contents:
    sheets = []
    for path in list_files(folder, '.txt', 'text file of ISBI 2015'):
        marks = tuple(Mark(name, x, y) for name, (x, y) in zip(ORDER, _read_points(path), strict=True))
        sheets.append(
            Sheet(
                (path.stem,), marks, f'{path.parent.name}/{path.name}', reader, pixel_size_mm=PIXEL_SIZE_MM,
                pixel_size_for=IMAGE_SIZE,
            )
        )  # fmt: skip
    return Contents(tuple(sheets))


def _read_points(path: Path) -> Iterator[tuple[float, float]]:
    lines = [line.strip() for line in read_text(path, _WHAT).splitlines()]
    lines = [line for line in lines if line]
    points, classes = lines[: len(ORDER)], lines[len(ORDER) :]
    odd = [line for line in classes if re.fullmatch(r'\d+', line) is None]
    if len(points) < len(ORDER) or len(classes) > 8 or odd:
        raise ValueError(f'{path}: {len(lines)} lines{f", among them {odd[0]!r}" if odd else ""}; expected {_WHAT}')
    for number, line in enumerate(points, 1):
        cells = line.split(',')
        try:
            x, y = map(float, cells)
        except ValueError:
            raise ValueError(f'{path}: line {number} is {line!r}; expected {_WHAT}') from None
        yield x, y


def render_isbi2015(sheets: Sequence[Sheet]) -> dict[str, str]:
    """A text file for each image and reader, without classes; the sheets must have all of :data:`ORDER`."""
    return {
        f'{_FOLDERS.get(sheet.reader, sheet.reader)}/{Path(sheet.names[0]).stem}.txt': _as_text(sheet)
        for sheet in sheets
    }


def _as_text(sheet: Sheet) -> str:
    places = {mark.name: f'{_short(mark.x)},{_short(mark.y)}' for mark in sheet.marks}
    return ''.join(f'{places[name]}\n' for name in ORDER)


def _short(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
