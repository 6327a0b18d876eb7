"""Millimetres per pixel of the radiographs of a study: as told, else the dataset's table, else what results say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from aariz_mm.annotations.files import parse_pixel_size_mm, read_machines
from aariz_mm.annotations.layout import find_machine_csv
from aariz_mm.annotations.problems import ImageProblem
from aariz_mm.number_text import as_decimal
from aariz_mm.radiographs.pixel_size_table import find_pixel_size, read_pixel_size_table
from aariz_mm.radiographs.resolution import check_pixel_size_mm

__all__ = ['find_pixel_sizes']


def find_pixel_sizes(
    image_ids: Sequence[str], told: str | None, root: Path | None, of_sources: Sequence[Mapping[str, float]]
) -> tuple[dict[str, float], str]:
    """Mm per pixel by radiograph (those that are known), and where they are from, in words; '' where none is known.

    Args:
        told: a number, or the path of a table of files and sizes. root: of a dataset. of_sources: what results say.
    Errors:
        FileNotFoundError, ValueError: neither a number nor a table, or two results that say different sizes.
    """
    if told is not None:
        return _told(image_ids, told)
    if root is not None:
        path = find_machine_csv(root)
        sizes = {image_id: _of_row(rows, image_id, path) for image_id, rows in read_machines(path).items()}
        return {image_id: size for image_id, size in sizes.items() if size is not None}, f'by {path.name}'
    sizes: dict[str, float] = {}
    for one in of_sources:
        for image_id, size in one.items():
            if abs(sizes.setdefault(image_id, size) - size) > 1e-6 * size:
                raise ValueError(
                    f'{image_id}: results say {sizes[image_id]:g} and {size:g} mm per pixel; say which by --pixel-size'
                )
    return sizes, 'as results of the readings say' if sizes else ''


def _told(image_ids: Sequence[str], told: str) -> tuple[dict[str, float], str]:
    number = as_decimal(told)
    if number is None:
        table = read_pixel_size_table(told)
        sizes = {image_id: find_pixel_size(table, image_id) or _by_stem(table, image_id) for image_id in image_ids}
        return {image_id: size for image_id, size in sizes.items() if size is not None}, f'by {Path(told).name}'
    return dict.fromkeys(image_ids, check_pixel_size_mm(number, '--pixel-size')), 'as given'


def _by_stem(table: Mapping[str, float], image_id: str) -> float | None:
    """The size of the one file whose name without ending is the id."""
    found = {size for name, size in table.items() if Path(name).stem == image_id}
    return found.pop() if len(found) == 1 else None


def _of_row(rows, image_id: str, path: Path) -> float | None:
    try:
        return parse_pixel_size_mm(rows[0], image_id, path) if len(rows) == 1 else None
    except ImageProblem:
        return None
