"""Label Studio's JSON export: tasks with annotations of keypoint labels, one annotation for each reader.

Positions are in percent of the original width and height. Source: https://labelstud.io/guide/export and
https://labelstud.io/tags/keypointlabels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from aariz_mm.radiographs.images import IMAGE_SUFFIXES

from .marks import Contents, Mark, Misfit, Sheet, as_number, size_of
from .sources import base_name, list_files, read_json

__all__ = ['image_names', 'read_label_studio', 'render_label_studio']

_WHAT = "Label Studio's export as JSON (not JSON-MIN, CSV or COCO): a list of tasks with 'annotations'"
# What Label Studio puts before the name of an uploaded file: the beginning of a UUID.
_UPLOAD = re.compile(r'[0-9a-f]{8}-(?=.)')


def read_label_studio(source: Path) -> Contents:
    """The marks of one JSON file, a sheet for each annotation that was not cancelled and for each task without one.

    Errors:
        FileNotFoundError: none there. ValueError: no export of Label Studio as JSON.
    """
    sheets, misfits = [], []
    for path in list_files(source, '.json', 'export of Label Studio'):
        for task in _read_tasks(path):
            names, where = _names_of(task), f'task {task.get("id")}'
            misfits += [Misfit('prediction', 'prediction', where) for _ in task.get('predictions') or ()]
            annotations = _annotations_of(task)
            cancelled = [annotation for annotation in annotations if annotation.get('was_cancelled')]
            misfits += [Misfit('cancelled annotation', 'annotation', where, str(one.get('id'))) for one in cancelled]
            kept = [annotation for annotation in annotations if not annotation.get('was_cancelled')]
            for annotation in kept or ({},):
                sheet, odd = _read_annotation(annotation, names, where)
                sheets.append(sheet)
                misfits += odd
    return Contents(tuple(sheets), tuple(misfits))


def _read_tasks(path: Path) -> list[dict]:
    tasks = read_json(path, _WHAT)
    good = isinstance(tasks, list) and all(
        isinstance(task, dict) and isinstance(task.get('data'), dict) and _annotations_of(task) is not None
        for task in tasks
    )
    if not good:
        raise ValueError(f'{path}: not of Label Studio; expected {_WHAT}')
    return tasks


def _annotations_of(task: dict) -> list | None:
    annotations = task.get('annotations', task.get('completions'))
    good = isinstance(annotations, list) and all(isinstance(annotation, dict) for annotation in annotations)
    return annotations if good else None


def _names_of(task: dict) -> tuple[str, ...]:
    """Where the image of a task was.

    That is the entry of data that the marks belong to (``to_name``), else ``data.image``, else the first that ends like
    an image.
    """
    data = task['data']
    paths = {key: value for key, value in data.items() if isinstance(value, str)}
    images = [key for key, path in paths.items() if image_names(path)[-1].lower().endswith(IMAGE_SUFFIXES)]
    marked = [key for key in dict.fromkeys(_marked_objects(task)) if key in paths]
    sure = [*marked, *(['image'] if 'image' in paths else [])]
    if len(images) > 1 and not sure:
        return (f'task {task.get("id")}, which does not say which of {images} is marked',)
    key = next(iter([*sure, *images, *paths]), None)
    upload = task.get('file_upload')
    alone = isinstance(upload, str) and len(images) < 2
    given = [*([] if key is None else [paths[key]]), *([upload] if alone else [])]
    names = [name for path in given for name in image_names(path)]
    return tuple(dict.fromkeys(names)) or (f'task {task.get("id")}',)


def _marked_objects(task: dict) -> Iterator[str]:
    """Names of what the marks of a task belong to."""
    for annotation in _annotations_of(task) or ():
        yield from (str(result.get('to_name')) for result in _keypoints(annotation.get('result')))


def image_names(path: str) -> tuple[str, ...]:
    """Names that an image may have had before Label Studio stored it: as written, without the quoting of a URL, and
    without the prefix of an upload.

    Example: 'upload/1a2b3c4d-my%20film.png' -> ('upload/1a2b3c4d-my%20film.png', 'upload/1a2b3c4d-my film.png',
    'my film.png')
    """
    parts = urlsplit(path.replace('\\', '/'))
    local = parse_qs(parts.query).get('d')
    quoted = parts.path if parts.scheme or parts.query else path
    wholes = local or [quoted, unquote(quoted)]
    return tuple(dict.fromkeys([*wholes, _UPLOAD.sub('', base_name(wholes[-1]), count=1)]))


def _reader_of(annotation: dict) -> str:
    """Name of who made an annotation, else the number, else ''."""
    by = annotation.get('completed_by')
    if isinstance(by, dict):
        name = ' '.join(str(by.get(key) or '') for key in ('first_name', 'last_name')).strip()
        by = name or by.get('id')
    return f'Reader {by}' if isinstance(by, int) else str(by or '')


def _read_annotation(annotation: dict, names: tuple[str, ...], where: str) -> tuple[Sheet, list[Misfit]]:
    results = annotation.get('result')
    found = list(_read_results(results if isinstance(results, list) else (), where))
    marks = tuple(item for item in found if isinstance(item, Mark))
    misfits = [item for item in found if isinstance(item, Misfit)]
    sizes = {item for item in found if isinstance(item, tuple)}
    turned = any(as_number(result.get('image_rotation')) > 0 for result in _keypoints(results))
    refused = 'the image was turned in Label Studio; turn the file instead, and mark it again' if turned else ''
    if len(sizes) > 1:
        refused = f'its marks name several sizes of the image, {sorted(sizes)}'
    size = next(iter(sizes)) if len(sizes) == 1 else None
    return Sheet(names, marks, where, _reader_of(annotation), size=size, refused=refused), misfits


def _keypoints(results: Any) -> list[dict]:
    found = [result for result in results if isinstance(result, dict)] if isinstance(results, list) else []
    return [result for result in found if result.get('type') == 'keypointlabels']


def _read_results(results: Sequence, where: str) -> Iterator[Mark | Misfit | tuple[int, int]]:
    for result in results:
        kind = result.get('type') if isinstance(result, dict) else type(result).__name__
        value = result.get('value') if isinstance(result, dict) else None
        labels = value.get('keypointlabels') if isinstance(value, dict) else None
        size = size_of(result.get('original_width'), result.get('original_height')) if labels else None
        if kind != 'keypointlabels':
            yield Misfit('other shape', str(kind), where)
        elif not isinstance(labels, list) or len(labels) != 1:
            yield Misfit('no single label', str(labels), where)
        elif size is None:
            yield Misfit('no original size', str(labels[0]), where, 'a percentage of nothing')
        else:
            yield size
            x, y = (as_number(value.get(axis)) * side / 100 for axis, side in zip('xy', size, strict=True))
            yield Mark(str(labels[0]), x, y)


def render_label_studio(sheets: Sequence[Sheet]) -> dict[str, str]:
    """One JSON file, a task for each image and an annotation for each of its readers; the image is named, not held."""
    readers = list(dict.fromkeys(sheet.reader for sheet in sheets))
    tasks: dict[str, dict] = {}
    for sheet in sheets:
        name = sheet.names[0]
        task = tasks.setdefault(name, dict(id=len(tasks) + 1, data=dict(image=name), annotations=[], predictions=[]))
        task['annotations'].append(_as_annotation(sheet, readers.index(sheet.reader) + 1))
    return {'label_studio.json': json.dumps(list(tasks.values()), indent=1, ensure_ascii=False)}


def _as_annotation(sheet: Sheet, reader_number: int) -> dict:
    width, height = sheet.size
    results = [
        dict(
            id=f'r{reader_number}-{number}', type='keypointlabels', from_name='landmarks', to_name='image',
            original_width=width, original_height=height, image_rotation=0,
            value=dict(x=100 * mark.x / width, y=100 * mark.y / height, width=0.5, keypointlabels=[mark.name]),
        )
        for number, mark in enumerate(sheet.marks)
    ]  # fmt: skip
    by = dict(id=reader_number, email='', first_name=sheet.reader, last_name='')
    return dict(completed_by=by, was_cancelled=False, result=results)
