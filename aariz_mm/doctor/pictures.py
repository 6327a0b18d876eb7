"""Sizes, depths and formats of the images, and images that show nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from .findings import INFO, WARNING, Finding, FormatSummary
from .listing import Listing
from .scan import ImageScan

__all__ = ['check_pictures', 'summarize_formats']

_SAME_FORMAT = {'jpeg': 'jpg', 'jfif': 'jpg', 'tif': 'tiff', 'dicom': 'dcm', 'dic': 'dcm'}
_FEWEST_GREYS = 16


def summarize_formats(scans: Iterable[ImageScan]) -> tuple[FormatSummary, ...]:
    """How many images of which format, depth and number of channels, the most frequent first."""
    kinds = Counter(
        (scan.header.format, scan.header.bits, scan.header.channels) for scan in scans if not scan.problem
    )  # fmt: skip
    return tuple(FormatSummary(*kind, images) for kind, images in kinds.most_common())


def check_pictures(listing: Listing, scans: Mapping[object, ImageScan]) -> Iterator[Finding]:
    """Files that are cut short, uniform, or of another format than their name or the device table says."""
    for files in listing.splits.values():
        for ceph_id, paths in files.images.items():
            for path in paths:
                if not scans[path].problem:
                    row = listing.row_of(ceph_id)
                    yield from _check_picture(scans[path], ceph_id, '' if row is None else row.image_format)


def _check_picture(scan: ImageScan, ceph_id: str, said: str) -> Iterator[Finding]:
    def finding(severity: str, code: str, message: str, cure: str) -> Finding:
        return Finding(severity, code, f'{scan.path}: {message}', cure, (ceph_id,), (str(scan.path),))

    if scan.is_cut_short:
        yield finding(WARNING, 'truncated-image', 'the end of the file is missing', 'copy the image again')
    greys = scan.highest - scan.lowest
    if greys == 0:
        message = f'all pixels are {scan.lowest:g}'
        yield finding(WARNING, 'uniform-image', message, 'export the image again, or leave it out')
    elif greys < _FEWEST_GREYS:
        message = f'grey values from {scan.lowest:g} to {scan.highest:g} only'
        yield finding(WARNING, 'low-contrast-image', message, 'export the image again, or leave it out')
    elif scan.greys_note:
        yield finding(
            WARNING, 'grey-range', scan.greys_note,
            'see whether it was read rightly; export the image again in the range of its bit depth',
        )  # fmt: skip
    content, suffix = scan.header.format, _plain(scan.path.suffix)
    if content not in ('unknown', suffix):
        message = f'the content is {content.upper()}, the name says {suffix!r}'
        yield finding(WARNING, 'format-differs', message, 'rename the file; some programs go by its name')
    if said and _plain(said) != suffix:
        message = f'the device table says image_format {said!r}'
        yield finding(
            INFO, 'table-format-differs', message, 'this project accepts it; correct the table if other programs do not'
        )


def _plain(name: str) -> str:
    name = name.lower().lstrip('.')
    return _SAME_FORMAT.get(name, name)
