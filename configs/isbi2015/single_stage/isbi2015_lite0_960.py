"""EfficientNet-Lite0, 768 x 960, 131 ISBI 2015 radiographs: nearly their full resolution, for a CPU with bfloat16.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/single_stage/isbi2015_lite0_960.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.191 mm, SDR 86.2 / 92.0 / 95.3 / 98.4 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, 82 min beside other work.
"""

_base_ = [
    '../../_base_/default_runtime.py',
    '../../_base_/datasets/isbi2015.py',
    '../../_base_/datasets/augmentation.py',
    '../../_base_/schedules/adamw.py',
    '../../_base_/models/lite0_softmax.py',
]

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', (768, 960), radius_cells=7)
# The Gaussian is as wide in mm as that of ``isbi2015_lite0.py``.
heatmap_loss = dict(sigma_cells=2.0)
model = dict(head=dict(out_channels=19, decoder=codec, heatmap_loss=heatmap_loss))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment, _base_.image_size)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=30, val_interval=15, average_steps=100, average_from=23)
