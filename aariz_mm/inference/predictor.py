"""Trained models, loaded once, that predict radiographs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import torch
from mmengine.config import Config
from mmengine.dataset import Compose, pseudo_collate
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS, MODELS

from aariz_mm.engine.certainty import errors_of_sample, needed_maps
from aariz_mm.engine.checkpoints import load_weights, read_checkpoint, split_name
from aariz_mm.engine.plausibility import assess_sample
from aariz_mm.engine.samples import stage_of_radiograph
from aariz_mm.intake.plausibility import Plausibility, describe_prediction
from aariz_mm.launching.configs import is_ensemble
from aariz_mm.launching.matching import check_parts_match
from aariz_mm.launching.weights import check_landmarks, check_same_model
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.radiograph import Radiograph, open_radiograph
from aariz_mm.radiographs.resolution import check_pixel_size_mm, unusual_pixel_size
from aariz_mm.reading.calibrated import add_uncertainty, read_calibration
from aariz_mm.reading.timing import timed
from aariz_mm.transforms.channels import make_channels_real
from aariz_mm.uncertainty.scoring import scored

__all__ = ['LandmarkPredictor', 'TrainedModel', 'build_model']


class TrainedModel:
    """Loads a config and its checkpoint once; then it predicts the images of a split.

    ``symbols`` are the K landmarks it finds, None where it finds none, as a classifier of C2-C4 crops.

    Args:
        config: config, or the path of one.
        checkpoint: file written by training, or a list of them where the model is an ensemble.
        device: 'cpu', 'cuda', 'cuda:1' …; None takes the GPU where there is one.
    Errors:
        FileNotFoundError, ValueError: no such file, the checkpoint is no plain one or is of another model, the parts
        of the config do not fit together, or the device is not there.
    """

    def __init__(
        self,
        config: Config | str | Path,
        checkpoint: str | Path | Sequence[str | Path],
        device: str | torch.device | None = None,
    ):
        self.config = config if isinstance(config, Config) else Config.fromfile(str(config))
        self.device = _find_device(device)
        check_parts_match(self.config, ['test'])
        self.model = build_model(self.config, checkpoint, self.device)
        names = self.model.dataset_meta.get('keypoint_id2name')
        self.symbols = None if names is None else tuple(names[index] for index in range(len(names)))

    @torch.no_grad()
    def predict_sample(self, packed: dict):
        """The data sample of one packed record with the model's prediction added, landmarks in original pixels."""
        with timed('network'):
            return self.model.test_step(pseudo_collate([packed]))[0]

    def iterate_split(self, split: str | None, indices: Sequence[int]) -> Iterator:
        """Samples of a split with truth and prediction, by position; None is the split that the config tests on.

        Errors:
            ValueError: an index outside the split.
        """
        dataset = self._build_split(split)
        outside = [index for index in indices if not 0 <= index < len(dataset)]
        if outside:
            raise ValueError(
                f'index {outside}: the {dataset.split} split has {len(dataset)} images, 0 to {len(dataset) - 1}'
            )
        for index in indices:
            yield self.predict_sample(dataset[index])

    def first_indices(self, split: str | None, count: int | None) -> range:
        """Positions of the first ``count`` images of a split; of all where it is None or larger than the split."""
        if count is not None and count < 1:
            raise ValueError(f'{count} images wanted, expected at least 1')
        size = len(self._build_split(split))
        return range(size if count is None else min(size, count))

    @cache  # noqa: B019 (one predictor, three splits)
    def _build_split(self, split: str | None):
        dataset = self.config.test_dataloader.dataset
        check_landmarks(dataset, self.model.dataset_meta, 'the checkpoint')
        return DATASETS.build(dict(dataset, split=split) if split else dataset)


class LandmarkPredictor(TrainedModel):
    """A landmark model; each image gives its landmarks and, where it has a CVM head, its stage.

    ``takes_opened`` says that a radiograph that is open already need not be decoded again.

    Args:
        calibration: file of ``aariz-mm calibrate``, or the bundle of this model that has it, for radii and intervals.
    Errors:
        ValueError: the model finds no landmarks, beside the errors of :class:`TrainedModel`.
        FileNotFoundError, ValueError: no calibration, or that of another model.
    """

    takes_opened = True

    def __init__(
        self,
        config: Config | str | Path,
        checkpoint: str | Path | Sequence[str | Path],
        device: str | torch.device | None = None,
        calibration: str | Path | None = None,
    ):
        super().__init__(config, checkpoint, device)
        if self.symbols is None:
            raise ValueError(
                f'{checkpoint}: finds no landmarks; give the config and the checkpoint of a landmark model, and those '
                'of a classifier of C2-C4 crops with --cvm-config and --cvm-checkpoint'
            )
        self.pipeline = Compose(self.config.test_dataloader.dataset.pipeline)
        make_channels_real(self.pipeline)
        given = [checkpoint] if isinstance(checkpoint, str | Path) else list(checkpoint)
        files = [split_name(one)[1] for one in given]
        self.calibration = None if calibration is None else read_calibration(calibration, self.symbols, files)

    def __call__(self, radiograph: str | Path | Radiograph, pixel_size_mm: float | None = None) -> LandmarkPrediction:
        """Landmarks of one radiograph, in pixels of the file as stored.

        Args:
            radiograph: path of a PNG, JPEG, BMP, TIFF, WebP or DICOM file, or one opened.
            pixel_size_mm: mm per pixel, kept in the result for drawing and measuring; None takes that of the file.
        Returns:
            The prediction; its ``warnings`` say what makes it doubtful: grey values, a pixel size or a face that are
            not as usual.
        Errors:
            FileNotFoundError, ValueError: as :func:`~aariz_mm.radiographs.images.read_radiograph`, or the pixel size
            is no positive number.
        """
        if pixel_size_mm is not None:
            check_pixel_size_mm(pixel_size_mm, 'pixel_size_mm')
        opened = radiograph if isinstance(radiograph, Radiograph) else open_radiograph(radiograph)
        source, magnification = opened.pixel_size_source, opened.magnification
        notes = list(opened.notes)
        if pixel_size_mm is None:
            pixel_size_mm = opened.pixel_size_mm
        else:
            source, magnification = 'given', None
            notes = [*filter(None, [unusual_pixel_size(pixel_size_mm)]), *notes]
        sample, found = self._predict(dict(img_path=str(opened.path), grey=opened.grey))
        points, scores = sample.pred_instances.keypoints[0], sample.pred_instances.keypoint_scores[0]
        stage = stage_of_radiograph(sample, self.symbols)
        notes += describe_prediction(
            found,
            points,
            self.symbols,
            pixel_size_mm,
            lambda: opened.grey,
            lambda turned: self._predict(dict(img=turned))[1],
        )
        prediction = LandmarkPrediction(
            opened.path,
            self.symbols,
            points,
            scores,
            pixel_size_mm,
            stage,
            tuple(notes),
            source,
            subject=opened.subject,
            magnification=magnification,
            map_errors_px=errors_of_sample(sample),
        )
        if self.calibration is None:
            return scored(prediction)
        return add_uncertainty(prediction, self.calibration, needed_maps(sample))

    def _predict(self, image: dict) -> tuple[Any, Plausibility]:
        """The sample of an image, given as ``grey`` or as ``img``, and how plausible its landmarks are."""
        packed = self.pipeline(dict(self.model.dataset_meta, **image))
        sample = self.predict_sample(packed)
        return sample, assess_sample(packed['inputs'], sample, self.symbols)


def build_model(
    config: Config,
    checkpoint: str | Path | Sequence[str | Path] | None,
    device: str | torch.device | None = None,
) -> torch.nn.Module:
    """The model of a config in evaluation mode, with ``cfg`` and ``dataset_meta`` as MMPose's ``init_model`` leaves it.

    Args:
        checkpoint: file written by training, or a list of them where the model is an ensemble, whose ``dataset_meta``
            is that of the first; None leaves random weights and takes that of the config.
        device: as for :class:`TrainedModel`.
    Errors:
        FileNotFoundError, ValueError: as for :class:`TrainedModel`, or an ensemble without checkpoints.
    """
    init_default_scope(config.get('default_scope', 'mmpose'))
    device = _find_device(device)
    if checkpoint is None:
        model = MODELS.build(config.model)
        model.dataset_meta = DATASETS.build(dict(config.test_dataloader.dataset, lazy_init=True)).metainfo
    else:
        model = _load_model(config, [checkpoint] if isinstance(checkpoint, str | Path) else list(checkpoint))
    model.cfg = config
    return model.to(device).eval()


def _find_device(device: str | torch.device | None) -> torch.device:
    try:
        found = torch.device(device or ('cuda' if torch.cuda.is_available() else 'cpu'))
    except RuntimeError as error:
        raise ValueError(f"device {device!r} is unknown; use 'cpu', 'cuda' or 'cuda:1' …") from error
    if found.type == 'cuda' and not torch.cuda.is_available():
        raise ValueError(f'device {device!r}: this installation of torch sees no GPU; use --device cpu')
    if found.type == 'cuda' and (found.index or 0) >= torch.cuda.device_count():
        raise ValueError(f'device {device!r}: there are {torch.cuda.device_count()} GPUs, the first one is cuda:0')
    return found


def _load_model(config: Config, checkpoints: Sequence[str | Path]) -> torch.nn.Module:
    """The model with its weights, and the metainfo of the dataset that the first checkpoint was trained on."""
    first = split_name(checkpoints[0])[1]
    saved = read_checkpoint(first)
    if 'dataset_meta' not in saved.get('meta', {}):
        raise ValueError(f'{first}: holds no dataset_meta; use a checkpoint of tools/train.py')
    if is_ensemble(config, checkpoints):
        model = MODELS.build(dict(config.model, checkpoints=list(checkpoints)))
    else:
        model = MODELS.build(config.model)
        load_weights(model, saved, first)
        check_same_model(config.model, saved, first)
    model.dataset_meta = saved['meta']['dataset_meta']
    return model
