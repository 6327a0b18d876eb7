"""Pictures while validating and testing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mmengine.dist import get_dist_info
from mmpose.engine.hooks import PoseVisualizationHook
from mmpose.registry import HOOKS

from aariz_mm.radiographs.images import read_radiograph

__all__ = ['CephalogramVisualizationHook']


@HOOKS.register_module()
class CephalogramVisualizationHook(PoseVisualizationHook):
    """MMPose's hook, which also draws what a classifier of C2-C4 crops predicts; the stock one takes poses alone.

    Args: those of ``PoseVisualizationHook``. The picture of a crop is ``{out_dir}/{img_id}.png``; it needs a visualizer
    that draws stages, as ``CephalogramVisualizer`` does. Of several processes each draws its own images of a test.
    """

    _seen = 0

    def before_run(self, runner) -> None:
        """Draw by the Runner's own visualizer; MMPose's hook takes the one that was made last in this process."""
        self._visualizer = runner.visualizer

    def before_test_epoch(self, runner) -> None:
        """Count the samples of this process anew."""
        self._seen = 0

    def after_val_iter(self, runner, batch_idx: int, data_batch: dict, outputs: Sequence) -> None:
        """Draw the first sample of every ``interval``-th batch."""
        if 'pred_instances' in outputs[0]:
            super().after_val_iter(runner, batch_idx, data_batch, outputs)
        elif self.enable and (runner.iter + batch_idx) % self.interval == 0:
            self._draw_crop('val_img', outputs[0], runner.iter + batch_idx)

    def after_test_iter(self, runner, batch_idx: int, data_batch: dict, outputs: Sequence) -> None:
        """Draw every sample."""
        outputs = self._without_repeats(runner, outputs)
        if not outputs:
            return
        if 'pred_instances' in outputs[0]:
            super().after_test_iter(runner, batch_idx, data_batch, outputs)
            return
        for sample in outputs if self.enable else ():
            self._test_index += 1
            out_file = None if self.out_dir is None else str(Path(self.out_dir) / f'{sample.img_id}.png')
            self._draw_crop('test_img', sample, self._test_index, out_file)

    def _without_repeats(self, runner, outputs: Sequence) -> Sequence:
        """Leave out images that a sampler gives twice, so that each of several processes has as many."""
        rank, count = get_dist_info()
        if count == 1:
            return outputs
        left = len(runner.test_dataloader.dataset) - rank - count * self._seen
        self._seen += len(outputs)
        return outputs[: max(0, -(-left // count))]

    def _draw_crop(self, name: str, sample, step: int, out_file: str | None = None) -> None:
        image = read_radiograph(sample.img_path)
        options = dict(show=self.show, wait_time=self.wait_time, out_file=out_file, step=step)
        self._visualizer.add_datasample(sample.img_id if self.show else name, image, sample, **options)
