"""The door of zips of radiographs: names that lead out of it, sizes that lie, bombs, damaged bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

from spoiling import spoil_bytes

NAMES = (
    '../x.png', '/etc/x.png', 'a\\..\\..\\x.png', 'C:\\x.png', 'a' * 300 + '.png', '\x00.png', '가.png', './a.png',
    'a.png', 'a/', 'b.zip', 'CON.png', '.png', 'a//b.png', '\u202egnp.a',
)  # fmt: skip
_BOMB = 80 << 20


def archives(random: Random, folder: Path) -> Iterator[Callable[[], object]]:
    """Zips that are listed and whose radiographs are opened as ``aariz-mm read`` does."""
    import cv2
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    picture = cv2.imencode('.png', np.arange(4800, dtype=np.uint8).reshape(60, 80))[1].tobytes()
    bomb = _zipped({'bomb.png': bytes(_BOMB)})
    for number in count():
        path = folder / f'{number % 7}.zip'
        path.write_bytes(bomb if number % 100 == 50 else _spoilt(random, picture))
        yield lambda path=path: read_archive(path)


def _spoilt(random: Random, picture: bytes) -> bytes:
    """A zip with odd names, pictures that are damaged, an unusual kind of entry, or damaged bytes of its own."""
    files = {f'P{index}/a.png': picture for index in range(2)}
    way = random.randrange(4)
    if way == 0:
        files[random.choice(NAMES)] = random.choice((picture, b'', _zipped({'a.png': picture})))
    if way == 1:
        files['P1/a.png'] = spoil_bytes(random, picture)
    data = _zipped(files, is_link=random.random() < 0.1)
    if way == 2:
        return _with_wrong_sizes(random, data)
    return spoil_bytes(random, data) if way == 3 else data


def _zipped(files: dict[str, bytes], is_link: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o120777 if is_link else 0o100644) << 16
            file.writestr(info, b'/etc/passwd' if is_link else content)
    return buffer.getvalue()


def _with_wrong_sizes(random: Random, data: bytes) -> bytes:
    """Another number in one field of the first entry of the directory: flags, method, time, sum, sizes, lengths."""
    spoilt, start = bytearray(data), data.index(b'PK\1\2')
    place = start + random.randrange(8, 46)
    spoilt[place : place + 2] = random.randbytes(2)
    return bytes(spoilt)


def read_archive(path: Path) -> None:
    """List it and open what it holds.

    Errors:
        AssertionError: a radiograph was unpacked beside its folder.
    """
    from aariz_mm.radiographs.listing import list_radiographs
    from aariz_mm.radiographs.radiograph import open_radiograph

    before = set(path.parent.rglob('*'))
    for file in list_radiographs([path]).radiographs:
        with file.opened() as image:
            open_radiograph(image)
    if set(path.parent.rglob('*')) != before:
        raise AssertionError(f'{path}: something was unpacked beside it')
