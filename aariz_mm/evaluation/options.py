"""What the scores of a test are made with: the settings of its metrics, which its report needs as well."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field

from .functional import SDR_THRESHOLDS_MM

__all__ = [
    'FAILURE_MM', 'SUBSETS', 'LandmarkOptions', 'MeasurementOptions', 'MetricOptions', 'StageOptions',
    'options_as_json', 'options_from_json',
]  # fmt: skip

FAILURE_MM = 4.0
"""An error above it is a failure: the largest threshold of the ISBI challenges."""

SUBSETS = ('aariz29', 'delr26', 'isbi19')
"""Subsets that published tables score."""


@dataclass(frozen=True)
class LandmarkOptions:
    """What :func:`.landmark_scores.landmark_scores` gives.

    Args:
        thresholds_mm: of the success detection rates.
        per_landmark: whether ``MRE_mm/SYMBOL`` is there.
        subsets: named subsets of :mod:`aariz_mm.landmarks`; one counts if the data have all of its landmarks
            and more.
        leaks: ids of images that are in training too, under any id; None gives no leak-free scores.
        failure_mm: an error above it is a failure.
        repeats, seed: of what is drawn at random; 0 repeats leave all intervals out.
    """

    thresholds_mm: tuple[float, ...] = SDR_THRESHOLDS_MM
    per_landmark: bool = True
    subsets: tuple[str, ...] = SUBSETS
    leaks: Collection[str] | None = None
    failure_mm: float = FAILURE_MM
    repeats: int = 2000
    seed: int = 0


@dataclass(frozen=True)
class StageOptions:
    """Settings of :func:`.cvm.cvm_scores`; ``majority_stage`` None is that of the scored images."""

    majority_stage: int | None = None
    repeats: int = 1000
    seed: int = 0


@dataclass(frozen=True)
class MeasurementOptions:
    """``tolerances`` by unit or by measurement key, as for :func:`.measurement_agreement.complete_tolerances`."""

    tolerances: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class MetricOptions:
    """Those of every metric of a test; the defaults for a metric that it has not."""

    landmarks: LandmarkOptions = LandmarkOptions()
    stages: StageOptions = StageOptions()
    measurements: MeasurementOptions = field(default_factory=MeasurementOptions)


def options_as_json(options: MetricOptions) -> dict:
    """For a JSON file; :func:`options_from_json` is the inverse."""
    content = asdict(options)
    leaks = options.landmarks.leaks
    content['landmarks']['leaks'] = None if leaks is None else sorted(leaks)
    return content


def options_from_json(content: Mapping) -> MetricOptions:
    """What is absent has its default.

    Errors:
        TypeError: a setting that is unknown, or of another type.
    """
    landmarks = dict(content.get('landmarks', {}))
    landmarks |= {key: tuple(landmarks[key]) for key in ('thresholds_mm', 'subsets') if key in landmarks}
    if landmarks.get('leaks') is not None:
        landmarks['leaks'] = frozenset(landmarks['leaks'])
    return MetricOptions(
        LandmarkOptions(**landmarks),
        StageOptions(**content.get('stages', {})),
        MeasurementOptions(**content.get('measurements', {})),
    )
