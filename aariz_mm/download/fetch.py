"""The Aariz dataset from figshare: downloaded, checked, unpacked, and looked at by the doctor."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.annotations.layout import MACHINE_CSV
from aariz_mm.doctor import examine
from aariz_mm.doctor.text import render_text

from .checks import check_file, check_free_space
from .connection import RetryPolicy
from .release import AARIZ_V1, ARTICLE_URL, LICENCE_AND_CITATION, ListedFile, Release, find_listed_file
from .transfer import PartFile, download_file
from .unpack import check_target, find_leftovers, unpack_archive

__all__ = ['FetchedDataset', 'closing_text', 'examine_dataset', 'fetch_aariz']


@dataclass(frozen=True)
class FetchedDataset:
    """A dataset that was unpacked: its data_root, its archive where that is still there, and leftovers to remove."""

    root: Path
    archive: Path | None
    leftovers: tuple[Path, ...]


def fetch_aariz(
    out_dir: str | os.PathLike,
    archive: str | os.PathLike | None = None,
    api: str = ARTICLE_URL,
    any_version: bool = False,
    keep_archive: bool = False,
    release: Release = AARIZ_V1,
    retries: RetryPolicy | None = None,
    progress: bool = True,
) -> FetchedDataset:
    """Download the archive beside ``out_dir``, check it, unpack it into ``out_dir``, and remove it.

    Whatever stops it, the same call goes on: a part of the download is kept, an archive that is complete is not asked
    for again, and ``out_dir`` appears when everything is in it.

    Args:
        out_dir: folder that isn't there, or is empty.
        archive: the archive, downloaded by hand; it stays.
        api: address of the figshare article in its API.
        any_version: take whatever archive the article holds, or, of ``archive``, whatever size and MD5.
        keep_archive: don't remove the downloaded archive; one that was there before is never removed.
        release: the archive that is expected.
    Errors:
        FileExistsError: ``out_dir`` is not empty, or a file is in the way of the download.
        FileNotFoundError: no such ``archive``.
        ValueError: another version; wrong size or MD5; an archive that is not safe to unpack, or not of Aariz.
        ConnectionError: the download failed, after all attempts.
        OSError: too little room on the disk, or no right to write there.
    """
    target = check_target(Path(out_dir))
    leftovers = tuple(find_leftovers(target))
    expected = None if any_version else release
    if archive is None:
        path, is_ours = _obtain_archive(
            target, api, expected, release.unpacked_size, retries or RetryPolicy(), progress
        )
    else:
        path, is_ours = _given_archive(Path(archive).expanduser(), expected, progress), False
    root = unpack_archive(path, target, MACHINE_CSV, progress)
    if is_ours and not keep_archive:
        path.unlink()
    return FetchedDataset(root, path if path.exists() else None, leftovers)


def _obtain_archive(
    target: Path, api: str, expected: Release | None, unpacked_size: int, retries: RetryPolicy, progress: bool
) -> tuple[Path, bool]:
    """The archive beside ``target``, and whether this run has completed it."""
    listed = find_listed_file(api, expected, retries)
    path = target.parent / listed.name
    if path == target:
        raise ValueError(f'{target}: the name of the archive itself; give OUT_DIR another one')
    if path.exists():
        check_file(path, listed.size, listed.md5, 'move it away or remove it, and it is downloaded again', progress)
        return path, False
    _make_room(path, listed, unpacked_size)
    download_file(listed, path, retries, progress)
    return path, True


def _make_room(path: Path, listed: ListedFile, unpacked_size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    check_free_space(path.parent, listed.size - PartFile(path, listed).size + unpacked_size)


def _given_archive(path: Path, expected: Release | None, progress: bool) -> Path:
    if not path.is_file():
        raise FileNotFoundError(f'--archive {path}: no such file')
    if expected is not None:
        cure = 'cut short, damaged, or of another version, which --any-version takes'
        check_file(path, expected.size, expected.md5, cure, progress)
    return path


def examine_dataset(root: Path, progress: bool = True) -> str:
    """What the doctor says of a dataset, as text; what it finds is no failed download."""
    try:
        return render_text(examine(root, progress))
    except KeyboardInterrupt:
        return f'the doctor was interrupted; the dataset is complete: aariz-mm doctor {root} examines it'


def closing_text(fetched: FetchedDataset) -> str:
    """Where the dataset is, how to use it, its licence, and what may be removed."""
    lines = [f'The dataset is in {fetched.root}', f'  export AARIZ_ROOT={shlex.quote(str(fetched.root))}', '']
    lines += [LICENCE_AND_CITATION]
    if fetched.archive is not None:
        lines += ['', f'The archive stays: {fetched.archive}']
    lines += [f'Left by an earlier run that was killed, can be removed: {path}' for path in fetched.leftovers]
    return '\n'.join(lines)
