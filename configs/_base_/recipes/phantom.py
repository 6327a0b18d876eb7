"""Synthetic cephalograms in the Aariz layout, on a CPU; leaves add size, model and epochs."""

_base_ = ['../default_runtime.py', '../datasets/aariz.py', '../datasets/augmentation.py', '../schedules/adamw.py']

input_size = (256, 320)
loading = dict(batch_size=4, num_workers=1, pin_memory=False)
auto_scale_lr = dict(enable=False, base_batch_size=4)
train_dataloader = val_dataloader = test_dataloader = loading
default_hooks = dict(logger=dict(interval=8), checkpoint=dict(save_best='MRE_mm'))
