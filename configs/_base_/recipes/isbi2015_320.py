"""ISBI 2015 at 256 x 320 under one budget, to compare heads: data, schedule and averaging; leaves add head and codec.

131 images, 30 epochs in batches of 4, AdamW with one cycle. From epoch 22 on the weights are averaged over about 100
steps; those are evaluated and saved. The last epoch counts, nothing is picked on ``valid``.
"""

_base_ = ['../default_runtime.py', '../datasets/isbi2015.py', '../datasets/augmentation.py', '../schedules/adamw.py']

from aariz_mm.recipes import one_cycle

input_size = (256, 320)
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=30, average_steps=100)
