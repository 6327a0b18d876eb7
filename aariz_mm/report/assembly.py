"""From the scores and the cases of a test to its report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from ..evaluation.cases import Cases, LandmarkCases, StageCases
from ..evaluation.cvm import cvm_scores
from ..evaluation.landmark_scores import landmark_scores
from ..evaluation.measurement_agreement import MeasurementAgreement, agreement_of_cases
from ..evaluation.options import LandmarkOptions, MetricOptions
from .certainty import certainty_section
from .document import Block, Paragraph, Report, Section, Tiles
from .landmark_scores import score_blocks
from .landmarks import (
    device_section,
    error_section,
    failure_section,
    landmark_section,
    landmark_summary,
    landmark_tiles,
)
from .measurements import measurement_section
from .pictures import picture_section
from .protocol import collect_protocol, protocol_line, protocol_section
from .stages import stage_section, stage_summary, stage_tiles

__all__ = ['CAUTION', 'build_report']

CAUTION = (
    'Not for diagnosis: these figures say how well a model does on a set of radiographs that have a truth, and nothing '
    'about a patient.'
)


def build_report(
    scores: Mapping,
    description: Mapping,
    cases: Cases,
    read_image: Callable[[str], np.ndarray],
    cases_name: str,
    written: str,
    agreement: MeasurementAgreement | None = None,
) -> Report:
    """The report of one test.

    Args:
        scores: what the metrics gave; keys that are absent or None are worked out from the cases, with their options.
        description: what the test was made with, the flat mapping of ``tools/test.py --out``; keys may be absent.
        read_image: path -> (H, W) uint8; OSError or ValueError where it cannot.
        cases_name: file that holds the cases, to point at.
        written: date and time of writing.
        agreement: of the measurements; None works it out from the cases, with their options.
    """
    landmarks = cases.landmarks if cases.landmarks is not None and cases.landmarks.img_ids else None
    stages = cases.stages if cases.stages is not None and cases.stages.img_ids else None
    scores, options = _complete(scores, landmarks, stages, cases.options), cases.options.landmarks
    protocol = collect_protocol(description, cases.protocol)
    of_landmarks = [] if landmarks is None else [
        error_section(landmarks, options), landmark_section(landmarks, options), device_section(landmarks, options),
        *filter(None, [certainty_section(landmarks, scores)]),
        measurement_section(agreement or agreement_of_cases(landmarks, cases.options.measurements)),
    ]  # fmt: skip
    of_stages = [] if stages is None else [stage_section(stages, scores)]
    of_images = [] if landmarks is None else [
        picture_section(landmarks, stages, read_image), failure_section(landmarks, cases_name, options)
    ]  # fmt: skip
    return Report(
        title=f'Test report: {description.get("config_name") or description.get("config") or "config not stated"}',
        summary=_summary(landmarks, stages, scores, options),
        protocol=protocol_line(description, protocol, landmarks is not None),
        sections=(
            _result_section(landmarks, stages, scores, options), *of_landmarks, *of_stages, *of_images,
            protocol_section(description, protocol, written),
        ),
    )  # fmt: skip


def _complete(
    scores: Mapping, landmarks: LandmarkCases | None, stages: StageCases | None, options: MetricOptions
) -> dict[str, Any]:
    """``scores`` with what they lack (or have as None) worked out from the cases."""
    own: dict[str, Any] = {} if landmarks is None else landmark_scores(landmarks, options.landmarks)
    if stages is not None:
        probabilities = stages.probabilities if np.isfinite(stages.probabilities).all() else None
        own |= cvm_scores(stages.true, stages.pred, probabilities, **asdict(options.stages))
    return own | {key: value for key, value in scores.items() if value is not None}


def _summary(
    landmarks: LandmarkCases | None, stages: StageCases | None, scores: Mapping, options: LandmarkOptions
) -> tuple[str, ...]:
    summary = [] if landmarks is None else [landmark_summary(landmarks, scores, options)]
    summary += [] if stages is None else [stage_summary(stages, scores)]
    return tuple(summary) or ('No image has a prediction with a truth beside it, so there is nothing to score.',)


def _result_section(
    landmarks: LandmarkCases | None, stages: StageCases | None, scores: Mapping, options: LandmarkOptions
) -> Section:
    tiles = ([] if landmarks is None else landmark_tiles(landmarks, scores, options)) + (
        [] if stages is None else stage_tiles(scores)
    )
    blocks: list[Block] = [Tiles(tuple(tiles))] if tiles else []
    blocks += [] if landmarks is None else score_blocks(landmarks, scores, options)
    if landmarks is None:
        blocks.append(
            Paragraph('Landmarks: this run predicts none, so there are no radial errors, no measurements, no overlays.')
        )
    if stages is None:
        blocks.append(
            Paragraph('CVM stages: this run predicts none or its images have none, so there is no confusion matrix.')
        )
    return Section('Result', tuple(blocks))
