"""A small landmark and stage model on eight tiny phantoms, for tests with several processes."""

from pathlib import Path

from aariz_mm.launching.checked_runner import build_test_runner, build_training_runner
from aariz_mm.launching.configs import Launch, build_test_config, build_train_config

ROOT = Path(__file__).parents[1]
CONFIG = """
_base_ = ['{root}/configs/phantom/phantom_demo.py']
from aariz_mm.recipes import dataloaders, joint_evaluators, make_codec, one_cycle

data_root = '{data}'
codec = make_codec('SpatialSoftmaxCodec', (64, 80))
landmarks = dict(
    type='SpatialSoftmaxHead', in_channels=8, out_channels=29, conv_channels=(), decoder=codec,
    coordinate_loss=dict(type='SmoothL1Loss', use_target_weight=True),
)
model = dict(
    backbone=dict(_delete_=True, type='CephNet', channels=(4, 8)),
    neck=None,
    head=dict(
        _delete_=True, type='LandmarkCVMHead', landmark_head=landmarks,
        cvm_head=dict(type='CVMHead', in_channels=8, dropout=0.0),
    ),
)
loading = dict(num_workers=0, persistent_workers=False, pin_memory=False)
train_dataloader, val_dataloader, test_dataloader = [
    dict(loader, **loading, batch_size=size, dataset=dict(loader['dataset'], data_root=data_root))
    for size, loader in zip((2, 1, 1), dataloaders(codec, dataset=dict()))
]
val_evaluator, test_evaluator = joint_evaluators()
auto_scale_lr = dict(base_batch_size=2)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=4, max_rate=1e-3, val_interval=2)
default_hooks = dict(logger=dict(interval=1), checkpoint=dict(max_keep_ckpts=-1, save_best=None))
"""


def write_config(folder, data, more=''):
    """The config as a file."""
    path = Path(folder) / 'small.py'
    path.write_text(CONFIG.format(root=ROOT.as_posix(), data=Path(data).as_posix()) + more, encoding='utf-8')
    return path


def training_runner(config, work_dir, launcher='pytorch', resume=None, scale=False, **options):
    """Runner of a training."""
    launch = Launch(str(config), str(work_dir), options, launcher)
    return build_training_runner(build_train_config(launch, resume, auto_scale_lr=scale))


def scoring_runner(config, work_dir, checkpoint, launcher='pytorch', show_dir=None):
    """Runner of a test."""
    launch = Launch(str(config), str(work_dir), launcher=launcher)
    return build_test_runner(build_test_config(launch, [checkpoint], show_dir=show_dir))
