"""From the scores and the cases of a test to its report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..evaluation.cases import Cases, LandmarkCases, StageCases
from ..evaluation.cvm import cvm_scores
from ..evaluation.landmark_scores import landmark_scores
from .document import Block, Paragraph, Report, Section, Tiles
from .landmarks import (
    device_section,
    error_section,
    failure_section,
    landmark_lede,
    landmark_section,
    landmark_tiles,
    score_blocks,
)
from .measurements import measurement_section
from .pictures import picture_section
from .protocol import collect_protocol, protocol_line, protocol_section
from .stages import stage_lede, stage_section, stage_tiles

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
) -> Report:
    """The report of one test.

    Args:
        scores: what the metrics gave; keys that are absent or None are worked out from the cases.
        description: what the test was made with, the flat mapping of ``tools/test.py --out``; keys may be absent.
        read_image: path -> (H, W) uint8; OSError or ValueError where it cannot.
        cases_name: file that holds the cases, to point at.
        written: date and time of writing.
    """
    landmarks = cases.landmarks if cases.landmarks is not None and cases.landmarks.img_ids else None
    stages = cases.stages if cases.stages is not None and cases.stages.img_ids else None
    scores = _complete(scores, landmarks, stages)
    protocol = collect_protocol(description, cases.protocol)
    of_landmarks = [] if landmarks is None else [
        error_section(landmarks), landmark_section(landmarks), device_section(landmarks), measurement_section(landmarks)
    ]  # fmt: skip
    of_stages = [] if stages is None else [stage_section(stages, scores)]
    of_images = [] if landmarks is None else [
        picture_section(landmarks, stages, read_image), failure_section(landmarks, cases_name)
    ]  # fmt: skip
    return Report(
        title=f'Test report: {description.get("config_name") or description.get("config") or "config not stated"}',
        lede=_lede(landmarks, stages, scores),
        protocol=protocol_line(description, protocol, landmarks is not None),
        sections=(
            _result_section(landmarks, stages, scores), *of_landmarks, *of_stages, *of_images,
            protocol_section(description, protocol, written),
        ),
    )  # fmt: skip


def _complete(scores: Mapping, landmarks: LandmarkCases | None, stages: StageCases | None) -> dict[str, Any]:
    """``scores`` with what they lack (or have as None) worked out from the cases."""
    own: dict[str, Any] = {} if landmarks is None else dict(landmark_scores(landmarks))
    if stages is not None:
        told = np.isfinite(stages.probabilities).all()
        own |= cvm_scores(stages.true, stages.pred, stages.probabilities if told else None)
    return own | {key: value for key, value in scores.items() if value is not None}


def _lede(landmarks: LandmarkCases | None, stages: StageCases | None, scores: Mapping) -> tuple[str, ...]:
    lede = [] if landmarks is None else [landmark_lede(landmarks, scores)]
    lede += [] if stages is None else [stage_lede(stages, scores)]
    return tuple(lede) or ('No image has an answer with a truth beside it, so there is nothing to score.',)


def _result_section(landmarks: LandmarkCases | None, stages: StageCases | None, scores: Mapping) -> Section:
    tiles = ([] if landmarks is None else landmark_tiles(landmarks, scores)) + (
        [] if stages is None else stage_tiles(scores)
    )
    blocks: list[Block] = [Tiles(tuple(tiles))] if tiles else []
    blocks += [] if landmarks is None else score_blocks(landmarks, scores)
    if landmarks is None:
        blocks.append(
            Paragraph('Landmarks: this run tells none, so there are no radial errors, no measurements, no overlays.')
        )
    if stages is None:
        blocks.append(
            Paragraph('CVM stages: this run tells none or its images have none, so there is no confusion matrix.')
        )
    return Section('Result', tuple(blocks))
