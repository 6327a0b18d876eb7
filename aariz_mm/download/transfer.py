"""A download that goes on where it was cut, in this run or in a later one."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from http.client import HTTPResponse
from pathlib import Path

from tqdm import tqdm

from .checks import byte_bar, check_file, explain_full_disk
from .connection import InterruptedTransferError, RefusedError, RetryPolicy, open_address, read_chunks
from .release import ListedFile, by_hand

__all__ = ['PartFile', 'download_file']

# Less than this between two failures is no progress: a server that gives a few bytes each time isn't asked for ever.
_PROGRESS_BYTES = 1 << 20


class PartFile:
    """The beginning of a download, ``TARGET.part``, and ``TARGET.part.json``, which says of what.

    The note holds the file's size, MD5 and validator: the strong ETag or else the time stamp by which the server
    knows whether it still has the same bytes.

    Errors:
        FileExistsError: there is a ``.part`` file without such a note; it may be another program's.
    """

    def __init__(self, target: Path, file: ListedFile):
        self.file = file
        self.path = target.with_name(f'{target.name}.part')
        self._note_path = target.with_name(f'{target.name}.part.json')
        note = self._read_note()
        if note is None and self.path.exists():
            raise FileExistsError(
                f'{self.path}: expected {self._note_path.name} beside it, which says what it is a part of; '
                'move it away or remove it'
            )
        self.validator = note.get('validator') if note else None
        if note and (note.get('size'), note.get('md5')) != (file.size, file.md5):
            self.remove()

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    def range_headers(self) -> dict[str, str]:
        """The request for the missing bytes, or for all of them where the file on the server has changed."""
        if self.size == 0:
            return {}
        condition = {'If-Range': self.validator} if self.validator else {}
        return {'Range': f'bytes={self.size}-', **condition}

    def restart(self, validator: str | None = None) -> None:
        """Empty the part and note what will come; stopped anywhere in between, no part is left with another's note."""
        self.validator = validator
        self.path.unlink(missing_ok=True)
        note = dict(size=self.file.size, md5=self.file.md5, validator=validator)
        self._note_path.write_text(json.dumps(note), encoding='utf-8')
        self.path.write_bytes(b'')

    def remove(self) -> None:
        """Remove part and note, the note last: a part is never without it."""
        self.path.unlink(missing_ok=True)
        self._note_path.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        """Give the complete file its name."""
        if target.exists():
            raise FileExistsError(
                f'{target}: appeared during the download; move it away and run the same command again'
            )
        os.replace(self.path, target)
        self._note_path.unlink(missing_ok=True)

    def _read_note(self) -> dict | None:
        try:
            note = json.loads(self._note_path.read_text(encoding='utf-8'))
        except (OSError, ValueError, RecursionError):
            return None
        return note if isinstance(note, dict) else None


def download_file(file: ListedFile, target: Path, retries: RetryPolicy, progress: bool = True) -> None:
    """Download a file to ``target``, which isn't there yet, and check its size and MD5.

    A cut connection is taken up again by a Range request, several times with growing waits; the part that is there
    stays for the next run. A server that ignores ranges, or has changed the file, makes it start again. An address
    that refuses is left for the next one.

    Errors:
        ConnectionError: given up; the part is kept.
        ValueError: the complete download has another MD5; it is removed.
        OSError: the disk is full; the part is kept.
    """
    part = PartFile(target, file)
    with explain_full_disk(target.parent):
        with byte_bar(file.size, file.name, progress, initial=part.size) as bar:
            _fetch(part, retries, bar)
        try:
            cure = 'the damaged download was removed; run the same command again'
            check_file(part.path, file.size, file.md5, cure, progress)
        except ValueError:
            part.remove()
            raise
    part.finish(target)


def _fetch(part: PartFile, retries: RetryPolicy, bar: tqdm) -> None:
    """Ask the addresses in turn until one has given the whole file."""
    refusals = []
    for url in part.file.addresses:
        try:
            return _fetch_from(part, url, retries, bar)
        except RefusedError as error:  # noqa: PERF203
            refusals.append(str(error))
    raise ConnectionError(f'{"; ".join(refusals)}; {_what_is_kept(part)}, or {by_hand()}')


def _fetch_from(part: PartFile, url: str, retries: RetryPolicy, bar: tqdm) -> None:
    """Ask one address until the part is as long as the file."""
    failures, reached = 0, part.size
    while part.size != part.file.size:
        try:
            _attempt(part, url, retries.timeout_s, bar)
        except RefusedError as error:  # noqa: PERF203
            if error.code != 416 or part.size == 0:
                raise
            # There is nothing after the part: it isn't the beginning of this file.
            part.restart()
        except InterruptedTransferError as error:
            if part.size >= reached + _PROGRESS_BYTES:
                failures, reached = 0, part.size
            failures += 1
            if failures >= retries.attempts:
                raise ConnectionError(f'{error} (failure {failures} in a row); {_what_is_kept(part)}') from error
            wait_s = retries.wait_s(failures)
            message = f'{error}; trying again in {wait_s:g} s (failure {failures} of {retries.attempts} in a row)'
            bar.write(message, file=sys.stderr)
            time.sleep(wait_s)


def _what_is_kept(part: PartFile) -> str:
    if not part.size:
        return 'run the same command again later'
    return (
        f'{part.size:,} of {part.file.size:,} bytes are kept in {part.path}: run the same command again and it goes '
        'on from there'
    )


def _attempt(part: PartFile, url: str, timeout_s: float, bar: tqdm) -> None:
    """Ask once, and write what comes after the part."""
    with open_address(url, part.range_headers(), timeout_s) as response:
        _accept_answer(part, url, response)
        bar.update(part.size - bar.n)
        with part.path.open('ab') as out:
            for chunk in read_chunks(response):
                if out.tell() + len(chunk) > part.file.size:
                    raise RefusedError(f'{url}: more than {part.file.size:,} bytes, the size that is listed')
                out.write(chunk)
                bar.update(len(chunk))
    if part.size < part.file.size:
        raise InterruptedTransferError(f'{url}: cut at {part.size:,} of {part.file.size:,} bytes')


def _accept_answer(part: PartFile, url: str, response: HTTPResponse) -> None:
    """Check whether the body continues after the part; empty the part where it is the whole file.

    Errors:
        RefusedError: a file of another size; the part isn't touched.
        InterruptedTransferError: other bytes than asked for, or of another file; the next attempt asks for all.
    """
    validator = _validator(response)
    if response.status == 200:
        length = response.headers.get('Content-Length')
        if length is not None and length != str(part.file.size):
            raise RefusedError(f'{url}: {length} bytes, expected {part.file.size:,}')
        part.restart(validator)
        return
    if part.size == 0:
        raise RefusedError(f'{url}: the server sent a part (206) though all was asked for')
    content_range = response.headers.get('Content-Range', '')
    match = re.fullmatch(r'bytes (\d+)-\d+/(\d+|\*)', content_range)
    if match and match[2] not in ('*', str(part.file.size)):
        raise RefusedError(f'{url}: a file of {match[2]} bytes, expected {part.file.size:,}')
    if not match or int(match[1]) != part.size or (validator and part.validator and validator != part.validator):
        asked = part.size
        part.restart()
        raise InterruptedTransferError(
            f'{url}: the file has changed, or the server sent {content_range!r} for bytes {asked}-; '
            'starting again from the beginning'
        )


def _validator(response: HTTPResponse) -> str | None:
    """What distinguishes two versions of a file; a weak ETag can't, by RFC 9110, section 13.1.5."""
    etag = response.headers.get('ETag')
    if etag and not etag.startswith('W/'):
        return etag
    return response.headers.get('Last-Modified')
