"""What the doctor says: findings, and the report that holds them. Plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aariz_mm.annotations.problems import CURE, ImageProblem

__all__ = [
    'ERROR',
    'INFO',
    'SEVERITIES',
    'WARNING',
    'CopyGroup',
    'DeviceSummary',
    'Finding',
    'FormatSummary',
    'LandmarkAgreement',
    'ReaderPair',
    'ReaderSummary',
    'Report',
    'SplitSummary',
    'StageSummary',
    'from_problem',
    'sort_findings',
]

ERROR, WARNING, INFO = 'error', 'warning', 'info'
SEVERITIES = (ERROR, WARNING, INFO)
"""Error: the dataset refuses it. Warning: it is read, but scores may mislead. Info: good to know."""

_DEFAULT_CURE = 'take the files from the release again, or leave the image out (--fix-list writes the list)'
_CURES = {
    'annotation-without-image': 'put the image into Cephalograms, or take its annotations away',
    'image-without-annotation': 'copy the missing file from the release, or leave the image out (--fix-list)',
    'several-files-of-one-id': 'keep one of them',
    'unmarked-landmark': "take the entry away, or set unmarked='missing' in the dataset's settings",
    'contradicting-landmark': 'see which of id, symbol and title is right and correct the others',
    'landmarks-in-one-place': 'copy the file from the release, or mark the landmarks again',
    'pixels-not-square': 'resample the image and its landmarks to square pixels, or correct a header that is wrong',
    'unreadable-image': 'copy the image again, or leave it out (--fix-list)',
    'id-not-in-csv': 'add a row for it to the device table, or leave the image out (--fix-list)',
    'csv-row-repeated': 'keep one of the rows',
    'point-outside-image': 'see whether the image was cut or turned after it was marked; correct the point',
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or good to know.

    ``code`` is stable: scripts may rely on it. ``ids`` are the cephalograms that it is about, ``files`` their files.
    ``marks`` are points to be shown on the first file: landmark, reader, x and y in pixels, those in doubt first.
    """

    severity: str
    code: str
    message: str
    cure: str
    ids: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    marks: tuple[tuple[str, str, float, float], ...] = ()


@dataclass(frozen=True)
class SplitSummary:
    """One split folder: its spelling, how many files of which kind it has, and the modes of its images in the CSV."""

    split: str
    folder: str
    images: int
    readers: dict[str, int]
    stages: int
    csv_modes: dict[str, int]


@dataclass(frozen=True)
class DeviceSummary:
    """One device: images per split, pixel sizes in the CSV, image sizes (w, h) and S-N in mm (quartiles; NaN if none).

    ``verdict`` says whether the pixel size fits a human head.
    """

    device: str
    images: dict[str, int]
    pixel_sizes_mm: tuple[float, ...]
    smallest_px: tuple[int, int] | None
    largest_px: tuple[int, int] | None
    sn_images: int
    sn_quartile_1_mm: float
    sn_median_mm: float
    sn_quartile_3_mm: float
    verdict: str


@dataclass(frozen=True)
class FormatSummary:
    """Images of one kind: format of the content, bits per sample, samples per pixel, and how many."""

    format: str
    bits: int
    channels: int
    images: int


@dataclass(frozen=True)
class ReaderSummary:
    """One reader: files per split, and the landmarks that at least half of them hold."""

    reader: str
    files: dict[str, int]
    landmarks: tuple[str, ...]


@dataclass(frozen=True)
class LandmarkAgreement:
    """Two readers on one landmark over ``images``: shares of identical points and of those within 1 px, mean in mm."""

    symbol: str
    images: int
    identical: float
    within_1_px: float
    mean_mm: float
    alike: bool


@dataclass(frozen=True)
class ReaderPair:
    """Two readers: how far apart they are on average (mm), and per landmark.

    ``identical`` is the share of images on which their points coincide, the median of the landmarks.
    """

    readers: tuple[str, str]
    images: int
    mean_mm: float
    identical: float
    landmarks: tuple[LandmarkAgreement, ...]


@dataclass(frozen=True)
class CopyGroup:
    """Images that are one: ``kind`` 'identical files', 'identical pixels' or 'near-identical'.

    ``members`` are (split, id). ``distance_mm`` is the largest mean distance of one reader's points between two of
    them once laid on one another, NaN where there are none; ``stages`` are theirs, in the order of the members.
    ``labels_agree`` is None where nothing can be compared. ``changes`` says what was done to near-identical ones, as
    'mirrored, turned by 2.1 degrees'.
    """

    kind: str
    members: tuple[tuple[str, str], ...]
    across_splits: bool
    correlation: float
    distance_mm: float
    stages: tuple[int | None, ...]
    labels_agree: bool | None
    changes: str = ''


@dataclass(frozen=True)
class StageSummary:
    """CVM stages of one split: images of stage 1 to 6, and images without one."""

    split: str
    counts: tuple[int, ...]
    without: int


@dataclass(frozen=True)
class Report:
    """Everything that was found in a dataset; ``exclude`` is for the ``exclude`` of a config."""

    data_root: str
    findings: tuple[Finding, ...]
    splits: tuple[SplitSummary, ...]
    devices: tuple[DeviceSummary, ...]
    formats: tuple[FormatSummary, ...]
    readers: tuple[ReaderSummary, ...]
    reader_pairs: tuple[ReaderPair, ...]
    copies: tuple[CopyGroup, ...]
    stages: tuple[StageSummary, ...]
    orientations: dict[str, int]
    exclude: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 clean, 1 warnings, 2 errors."""
        severities = {finding.severity for finding in self.findings}
        return 2 if ERROR in severities else 1 if WARNING in severities else 0

    def count(self, severity: str) -> int:
        """Findings of a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def from_problem(problem: ImageProblem, ceph_id: str, files: Iterable[object] = ()) -> Finding:
    """The error that an image's problem is; its code is the reason with hyphens."""
    code = problem.reason.lower().replace(' ', '-')
    message = str(problem).removesuffix(f'; {CURE}')
    return Finding(ERROR, code, message, _CURES.get(code, _DEFAULT_CURE), (ceph_id,), tuple(map(str, files)))


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, then by code, then as they came."""
    return tuple(sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.code)))
