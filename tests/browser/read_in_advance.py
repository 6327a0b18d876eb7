"""Readings stored before a server starts, so that a test of 200 radiographs takes seconds."""

from __future__ import annotations

from pathlib import Path

from aariz_mm.bundles import find_bundles
from aariz_mm.choosing.folders import review_folder
from aariz_mm.files import file_sha256
from aariz_mm.reading.reader import Reader
from aariz_mm.review.folder import list_folder
from aariz_mm.review.reading_worker import read_case
from aariz_mm.review.records import CaseFile
from aariz_mm.review.store import ReviewStore


def store_readings(folder: Path, model_sha: str, heads: int) -> None:
    """Read the first files by the model that ships, and give each later one the reading of the file it is a copy of.

    Args:
        folder: of :func:`made_folders.write_many`, made of so many ``heads``. model_sha: as ``/api/info`` has it.
    """
    home = review_folder(folder)
    store, found = ReviewStore(home, folder), list_folder(folder, home)
    numbers = store.set_cases([CaseFile(one.case_id, one.path) for one in found])
    reader = Reader(find_bundles(['ceph*']))
    contents = [read_case(reader, one.path, None) for one in found[:heads]]
    for index, (n, one) in enumerate(zip(numbers, found, strict=True)):
        content, sha256 = contents[index % heads], file_sha256(one.path)
        width, height = content['image_size']
        store.set_facts(n, width=width, height=height, sha256=sha256)
        store.put_reading(n, model_sha, {**content, 'file': one.path.name, 'image_sha256': sha256})
    store.close()
