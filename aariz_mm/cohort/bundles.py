"""The bundles that a cohort was read with, as far as they are here: for what their own test says."""

from __future__ import annotations

from aariz_mm.bundles.finding import list_bundles
from aariz_mm.files import file_sha256
from aariz_mm.reading.bundle import Bundle, BundleInfo

from .loading import Cohort

__all__ = ['known_bundles']


def known_bundles(cohort: Cohort) -> dict[str, BundleInfo]:
    """SHA-256 -> what the bundle says of itself, of those of the package and of the folder ``AARIZ_BUNDLES``."""
    wanted = {sha for record in cohort.records for _, sha in record.bundles}
    found = {}
    for path in list_bundles():
        sha = file_sha256(path)
        if sha in wanted:
            found[sha] = Bundle(path, threads=1).info
    return found
