"""MMEngine's Runner for one process and for several, which need no GPU."""

from __future__ import annotations

import warnings
from pathlib import Path

from mmengine.dist import all_gather_object
from mmengine.evaluator import BaseMetric, Evaluator
from mmengine.logging import MMLogger
from mmengine.model import is_model_wrapper
from mmengine.runner import Runner
from mmengine.runner.utils import set_random_seed

from aariz_mm.launching.joining import join_processes, on_cpu

__all__ = ['ProcessRunner']


class ProcessRunner(Runner):
    """MMEngine's Runner; with one process it is just that. With several there are these differences.

    - Without a GPU they compute on the CPU, by gloo.
    - Each draws its own random numbers (MMEngine's processes augment and drop out alike unless told otherwise); the
      order of the images is one for all.
    - The running statistics of batch normalisation are averaged before they are validated or saved. MMEngine validates
      each process with its own and saves those of the first.
    - Results are gathered in the work folder, not in the folder from which the command was called.
    """

    def setup_env(self, env_cfg: dict) -> None:
        """As MMEngine, once the processes have joined.

        Errors: those of :func:`~aariz_mm.launching.joining.join_processes`.
        """
        self._note = join_processes(self._launcher, env_cfg.get('dist_cfg') or {}) if self.distributed else None
        super().setup_env(env_cfg)

    def set_randomness(self, seed, diff_rank_seed: bool = False, deterministic: bool = False) -> None:
        """As MMEngine; then each process goes on from a seed of its own."""
        super().set_randomness(seed, diff_rank_seed, deterministic)
        if self.distributed and not diff_rank_seed:
            set_random_seed(self._seed, deterministic=deterministic, diff_rank_seed=True)

    def build_logger(self, *args, **settings) -> MMLogger:
        """As MMEngine, and a first line that says how the processes joined."""
        logger = super().build_logger(*args, **settings)
        if self._note:
            logger.info(self._note)
        return logger

    def register_hooks(self, default_hooks: dict | None = None, custom_hooks: list | None = None) -> None:
        """As MMEngine, and the one that averages statistics over the processes."""
        super().register_hooks(default_hooks, custom_hooks)
        if self.distributed:
            self.register_hook(dict(type='SharedStatisticsHook'))

    def wrap_model(self, model_wrapper_cfg: dict | None, model):
        """As MMEngine, and on the CPU without the number of a GPU.

        Errors:
            ValueError: ``sync_bn`` on the CPU, where PyTorch has none.
        """
        if not self.distributed or not on_cpu() or is_model_wrapper(model):
            return super().wrap_model(model_wrapper_cfg, model)
        if self.cfg.get('sync_bn') is not None:
            raise ValueError(
                f'sync_bn={self.cfg.sync_bn!r}: PyTorch has synchronised batch normalisation on GPUs alone; leave it '
                'out (sync_bn=None), or train on GPUs'
            )
        unused = self.cfg.get('find_unused_parameters', False)
        settings = model_wrapper_cfg or dict(broadcast_buffers=False, find_unused_parameters=unused)
        with warnings.catch_warnings():
            warnings.filterwarnings('ignore', '.broadcast_buffers. is deprecated', FutureWarning)
            return super().wrap_model(dict(settings, device_ids=None), model)

    def build_evaluator(self, evaluator) -> Evaluator:
        """As MMEngine, with the results of the processes gathered in the work folder."""
        built = super().build_evaluator(evaluator)
        for metric in built.metrics:
            self.gather_in_work_dir(metric)
        return built

    def gather_in_work_dir(self, metric: BaseMetric) -> BaseMetric:
        """The metric, made to gather the results of several processes in the work folder unless it says where."""
        if self.distributed and metric.collect_device == 'cpu' and metric.collect_dir is None:
            metric.collect_dir = str(Path(self.work_dir) / f'.gathered_{self.timestamp}')
        return metric

    def resume(self, filename: str, *args, **settings) -> None:
        """As MMEngine.

        Errors:
            ValueError: the processes read different checkpoints, as on machines that do not share the work folder.
        """
        super().resume(filename, *args, **settings)
        steps = all_gather_object((self.epoch, self.iter))
        if len(set(steps)) > 1:
            told = ', '.join(f'process {rank}: epoch {epoch}' for rank, (epoch, _) in enumerate(steps))
            raise ValueError(
                f'{filename}: the processes go on from different checkpoints ({told}); the work folder must be one '
                'that all machines share, or give --resume PATH'
            )
