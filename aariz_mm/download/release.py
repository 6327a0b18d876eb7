"""Which archive the Aariz dataset is, and its address by figshare's public API."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath

from .connection import InterruptedTransferError, RefusedError, RetryPolicy, open_address, read_chunks

__all__ = ['AARIZ_V1', 'ARTICLE_URL', 'LICENCE_AND_CITATION', 'ListedFile', 'Release', 'by_hand', 'find_listed_file']

_DOI = '10.6084/m9.figshare.27986417'
ARTICLE_URL = 'https://api.figshare.com/v2/articles/27986417'
_ARCHIVE_SUFFIXES = ('.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tar.xz')
LICENCE_AND_CITATION = f"""Aariz is under CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. Whoever uses it cites
  Khalid et al., Scientific Data 12:1336, 2025, https://doi.org/10.1038/s41597-025-05542-3
  Data: https://doi.org/{_DOI}"""


@dataclass(frozen=True)
class Release:
    """One released archive: bytes, MD5 (32 hexadecimal digits), and about how many bytes it unpacks to."""

    size: int
    md5: str
    unpacked_size: int

    def __str__(self) -> str:
        return f'{self.size:,} bytes, MD5 {self.md5}'


# Size and MD5: version 1 of the article, as its API lists it. The unpacked size is second-hand and serves only to
# estimate the room on the disk; the archive itself has the exact one before it is unpacked.
AARIZ_V1 = Release(2_098_209_792, 'e0bd645bca6759abdae4f199d841bda6', 4_239_068_622)


@dataclass(frozen=True)
class ListedFile:
    """A file as the API lists it; ``md5`` is None where it has none, ``addresses`` are tried in turn."""

    name: str
    size: int
    md5: str | None
    addresses: tuple[str, ...]

    def __str__(self) -> str:
        return f'{self.name} ({self.size:,} bytes, MD5 {self.md5 or "unknown"})'


def find_listed_file(api: str, release: Release | None, retries: RetryPolicy) -> ListedFile:
    """The archive among the files of an article.

    Args:
        api: address of the article in figshare's API, or in a compatible one.
        release: the archive that is expected; None takes the only archive there is.
    Errors:
        ValueError: not such an answer; no file of that size and MD5; with None, not exactly one archive.
        ConnectionError: no answer.
    """
    files = _parse_files(api, _read_answer(api, retries))
    if release is None:
        found = [file for file in files if file.name.lower().endswith(_ARCHIVE_SUFFIXES)]
        if len(found) != 1:
            raise ValueError(f'{api}: {len(found)} archives, expected 1; {_listing(files)}')
        return found[0]
    for file in files:
        if file.size == release.size and file.md5 in (None, release.md5):
            return replace(file, md5=release.md5)
    raise ValueError(
        f'{api}: {_listing(files)}, expected a file of {release}. The article holds another version than the one known '
        'here; --any-version takes it'
    )


def by_hand() -> str:
    """What the user can do where a program gets nothing."""
    return f'download the archive by hand from https://doi.org/{_DOI} and give it with --archive FILE'


def _listing(files: list[ListedFile]) -> str:
    return 'listed: ' + (', '.join(map(str, files)) or 'no file')


def _read_answer(api: str, retries: RetryPolicy) -> bytes:
    failures = 0
    while True:
        try:
            with open_address(api, {}, retries.timeout_s) as response:
                return b''.join(read_chunks(response))
        except RefusedError as error:
            raise ConnectionError(f'{error}; {by_hand()}') from error
        except InterruptedTransferError as error:
            failures += 1
            if failures >= retries.attempts:
                message = f'{error} ({failures} times in a row); run the same command again, or {by_hand()}'
                raise ConnectionError(message) from error
        time.sleep(retries.wait_s(failures))


def _parse_files(api: str, answer: bytes) -> list[ListedFile]:
    try:
        return [_parse_file(api, entry) for entry in json.loads(answer)['files'] if not entry.get('is_link_only')]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(
            f"{api}: expected an article of figshare's API with its files, got {answer[:80]!r} "
            f'({type(error).__name__}: {error}); check the address'
        ) from error


def _parse_file(api: str, entry: dict) -> ListedFile:
    name = str(entry['name'])
    if name.startswith('.') or not name or {PurePosixPath(name).name, PureWindowsPath(name).name} != {name}:
        raise ValueError(f'{name!r} is no plain file name')
    md5 = (entry.get('computed_md5') or entry.get('supplied_md5') or '').lower() or None
    addresses = [entry['download_url']]
    base, article, _ = api.rpartition('/articles/')
    if article:
        # The download pages answer programs with a check for browsers at times; the API has an address of its own.
        addresses.append(f'{base}/file/download/{entry["id"]}')
    return ListedFile(name, int(entry['size']), md5, tuple(addresses))
