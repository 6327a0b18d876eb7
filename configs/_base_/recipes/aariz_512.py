"""Aariz at 512 x 512 for stride-4 spatial-softmax models: data, pipelines, schedule, averaging; leaves add the model.

120 epochs of one cycle, fewer where ``valid`` is flat, whose best checkpoint by MRE in mm is kept. The weights are
averaged from the first step on, over a tenth of the steps made and 200 at most; those are evaluated and saved.
"""

_base_ = ['../default_runtime.py', '../datasets/aariz.py', '../datasets/augmentation.py', '../schedules/adamw.py']

from aariz_mm.recipes import dataloaders, make_codec, one_cycle

codec = make_codec('SpatialSoftmaxCodec', (512, 512))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=120, val_interval=1, average_steps=200, average_from=0)
early_stopping = dict(type='ResumableEarlyStoppingHook', monitor='MRE_mm', rule='less', patience=30, min_delta=0.001)
custom_hooks.append(early_stopping)
default_hooks = dict(checkpoint=dict(save_best='MRE_mm'))
