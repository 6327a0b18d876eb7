"""The drawing functions as a visualizer of MMPose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from mmengine.dist import is_main_process
from mmengine.structures import BaseDataElement
from mmpose.registry import VISUALIZERS
from mmpose.visualization import PoseLocalVisualizer

from aariz_mm.engine.late_figure import LateFigure
from aariz_mm.engine.sample_pictures import crop_picture_from_sample, is_crop_sample, overlay_from_sample
from aariz_mm.engine.trackers import require_packages, tracker_backends
from aariz_mm.visualization.image_file import save_png

__all__ = ['CephalogramVisualizer']


@VISUALIZERS.register_module()
class CephalogramVisualizer(LateFigure, PoseLocalVisualizer):
    """Draws cephalograms; works under MMPose's own ``PoseVisualizationHook``.

    Under ``CephalogramVisualizationHook`` it draws what a classifier of C2-C4 crops predicts, too.

    Args:
        max_side: longer side of the drawn radiograph, px.
        overlay_truth: draw the truth wherever the sample has one. MMPose's hook always says ``draw_gt=False``, as
            the stock visualizer would put a second picture beside the first; here both fit into one.
        trackers: 'tensorboard', 'mlflow', 'wandb' or several of them, which get what ``vis_backends`` get. One with
            settings of its own goes into ``vis_backends``: ``dict(type='WandbVisBackend', init_kwargs=...)``.
        name, image, vis_backends, save_dir, **settings: those of ``PoseLocalVisualizer``.
    Errors:
        ValueError: an unknown tracker.
        ImportError: a run has a tracker whose package is not installed; the message says what brings it.
    """

    def __init__(
        self,
        name: str = 'visualizer',
        image: np.ndarray | None = None,
        vis_backends: Sequence[dict] | None = None,
        save_dir: str | None = None,
        max_side: int = 1400,
        overlay_truth: bool = True,
        trackers: str | Sequence[str] = (),
        **settings: Any,
    ) -> None:
        backends = [*(vis_backends or ()), *tracker_backends(trackers)]
        if save_dir is not None:  # a run; MMPose's inferencers write nowhere
            require_packages(backends)
        super().__init__(name, image, backends, save_dir, **settings)
        self.max_side, self.overlay_truth = max_side, overlay_truth

    def set_dataset_meta(self, dataset_meta: dict, skeleton_style: str = 'mmpose') -> None:
        """As MMPose's, which only the first of several processes keeps."""
        super().set_dataset_meta(dataset_meta, skeleton_style)
        self._dataset_meta = dataset_meta

    def add_datasample(
        self,
        name: str,
        image: np.ndarray,
        data_sample: BaseDataElement,
        draw_gt: bool = True,
        draw_pred: bool = True,
        show: bool = False,
        wait_time: float = 0,
        out_file: str | None = None,
        step: int = 0,
        **stock_options: Any,
    ) -> np.ndarray | None:
        """Draw one sample, then show it, write it to ``out_file``, or give it to the backends.

        Each of several processes writes files; the first alone shows pictures and gives them to backends.

        Args:
            image: (H, W) or (H, W, 3) uint8, grey or RGB, the original radiograph or crop.
            data_sample: of a pose, or MMPretrain's with a stage.
            out_file: always written as PNG, as JPEG would smear the thin lines: another ending becomes ``.png``.
            stock_options: ``draw_bbox``, ``draw_heatmap``, ``kpt_thr`` and similar ones, which the hook passes; a
                cephalogram is drawn whole, with every landmark, so they change nothing.
        Returns:
            (h, w, 3) uint8 RGB; None where a process has nothing to draw.
        """
        if out_file is None and not is_main_process():
            return None
        picture = self._picture(image, data_sample, draw_gt or self.overlay_truth, draw_pred)
        self.set_image(picture)
        if show:
            self.show(picture, win_name=name, wait_time=wait_time)
        if out_file is not None:
            save_png(Path(out_file).with_suffix('.png'), picture)
        else:
            self.add_image(name, picture, step)
        return picture

    def _picture(self, image: np.ndarray, sample: BaseDataElement, draw_gt: bool, draw_pred: bool) -> np.ndarray:
        if is_crop_sample(sample):
            return crop_picture_from_sample(image, sample, draw_gt)
        options = dict(draw_gt=draw_gt, draw_pred=draw_pred, max_side=self.max_side)
        return overlay_from_sample(image, sample, self._symbols(), **options)

    def _symbols(self) -> list[str]:
        names = (self._dataset_meta or {}).get('keypoint_id2name')
        if not names:
            raise ValueError(
                f'{type(self).__name__}: no keypoint_id2name in dataset_meta; call set_dataset_meta(dataset.metainfo)'
            )
        return [names[index] for index in range(len(names))]
