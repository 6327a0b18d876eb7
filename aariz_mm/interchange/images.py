"""The images that annotations are for: found by name, and checked before anything is made of them."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.doctor.scan import ImageScan
from aariz_mm.radiographs.images import IMAGE_SUFFIXES, open_header

__all__ = [
    'ImageIndex',
    'check_frame',
    'check_image',
    'check_numbering',
    'index_images',
    'index_paths',
    'read_orientation',
]

_ORIENTATION_TAG = 0x0112


@dataclass(frozen=True)
class ImageIndex:
    """Images of a folder and the folders below it, by plain file name and by plain name without suffix."""

    folder: Path
    by_name: Mapping[str, tuple[Path, ...]]
    by_stem: Mapping[str, tuple[Path, ...]]

    def find(self, names: Sequence[str]) -> tuple[Path, ...]:
        """The images that the first of the names finds which finds any; several where the names do not tell.

        Of images of one name, those count whose folders agree with the path in the name the furthest.
        """
        for name in names:
            parts = [_plain(part) for part in name.replace('\\', '/').split('/') if part not in ('', '.', '..')]
            for key in _spellings(parts[-1] if parts else ''):
                found = self.by_name.get(key) or self.by_stem.get(key, ())
                if found:
                    exact = [path for path in found if parts[-1] in (_plain(path.name), _plain(path.stem))]
                    return self._closest(exact or found, parts[:-1])
        return ()

    def _closest(self, paths: Iterable[Path], folders: list[str]) -> tuple[Path, ...]:
        agreement = {path: self._agreement(path, folders) for path in paths}
        most = max(agreement.values())
        return tuple(path for path, count in agreement.items() if count == most)

    def _agreement(self, path: Path, folders: list[str]) -> int:
        own = [_plain(part) for part in path.relative_to(self.folder).parts[:-1]]
        count = 0
        while count < min(len(own), len(folders)) and own[-1 - count] == folders[-1 - count]:
            count += 1
        return count


def index_images(folder: Path, without: Path | None = None) -> ImageIndex:
    """List the images below a folder; no file is opened.

    Args:
        without: a folder whose files do not count.
    Errors:
        FileNotFoundError: no such folder, or no image in it.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f'{folder}: no such folder; give the folder of the images')
    found = []
    for path in sorted(folder.rglob('*')):
        hidden = any(part.startswith('.') for part in path.relative_to(folder).parts)
        outside = without is None or not path.resolve().is_relative_to(without.resolve())
        if path.suffix.lower() in IMAGE_SUFFIXES and path.is_file() and outside and not hidden:
            found.append(path)
    if not found:
        raise FileNotFoundError(
            f'{folder}: no image with an ending of {list(IMAGE_SUFFIXES)}; convert the images first'
        )
    return index_paths(folder, found)


def index_paths(folder: Path, paths: Iterable[Path]) -> ImageIndex:
    """An index of images below a folder; no file is opened."""
    by_name: dict[str, tuple[Path, ...]] = {}
    by_stem: dict[str, tuple[Path, ...]] = {}
    for path in paths:
        for table, name in ((by_name, path.name), (by_stem, path.stem)):
            for key in _spellings(_plain(name)):
                table[key] = (*table.get(key, ()), path)
    return ImageIndex(folder, by_name, by_stem)


def check_numbering(index: ImageIndex) -> None:
    """Check that numbered images count from 1.

    Errors:
        ValueError: there is an image 0, as a script that counts from 0 leaves it: every image would get the marks of
            another patient.
    """
    zero = index.by_stem.get('0')
    if zero:
        raise ValueError(
            f'{zero[0]}: the images are numbered from 0, the points of the annotation count them from 1; rename the '
            'images so that the first is 1'
        )


def check_image(scan: ImageScan, size: tuple[int, int] | None) -> tuple[str, str] | None:
    """What is against an image: kind and detail; None where it can be used.

    Args:
        size: (w, h) that the source says.
    """
    if scan.problem or scan.is_cut_short:
        return 'image unreadable', scan.problem or 'the end of the file is missing; copy it again'
    return check_frame(scan.path, scan.size_px, size)


def check_frame(path: Path, stored: tuple[int, int], size: tuple[int, int] | None) -> tuple[str, str] | None:
    """What is against taking marks for those of the stored pixels: kind and detail; None for nothing.

    Args:
        stored: (w, h) of the file. size: (w, h) that the source says.
    """
    orientation = read_orientation(path)
    if orientation in range(2, 9):
        return 'image turned by EXIF', (
            f'EXIF orientation {orientation}: tools show it turned, its pixels are not; turn the pixels, save it '
            'without the tag and mark it again'
        )
    if size is not None and size != tuple(stored):
        return (
            'size differs',
            f'{size} in the annotation, {tuple(stored)} in the file; take the image that was marked',
        )
    return None


def read_orientation(path: Path) -> int:
    """EXIF orientation of an image, 1 where it names none."""
    with contextlib.suppress(OSError, ValueError, SyntaxError), open_header(path) as image:
        return image.getexif().get(_ORIENTATION_TAG, 1)
    return 1


def _plain(name: str) -> str:
    """A name as it is compared: composed (macOS splits Korean syllables) and without case."""
    return unicodedata.normalize('NFC', name).casefold()


def _spellings(name: str) -> Iterator[str]:
    """A plain name, without the zeros before a number, and with the underscores that an upload makes of blanks."""
    yield from dict.fromkeys((name, name.lstrip('0') or '0' if name.isdecimal() else name, name.replace(' ', '_')))
