"""The number of landmarks of a head against that of its targets, for those who train by MMPose's own tools."""

from __future__ import annotations


def check_landmark_count(found: int, marked: int, setting: str) -> None:
    """Check that a head finds as many landmarks as are marked.

    Args:
        found: landmarks of the head. marked: those of the data's targets.
        setting: what states the first.
    Errors:
        ValueError: it does not.
    """
    if found != marked:
        raise ValueError(
            f'{setting}={found}, but the data has {marked} landmarks; set it to {marked}, or the landmarks of all '
            'datasets to those of the head'
        )
