"""EfficientNet-Lite0, 224 x 224, CVM stage of C2-C4 crops: the recipe for a CPU (22 s an epoch on one thread).

  OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop.py

Nothing is selected on ``valid``: the last epoch counts. Choices are made on folds of ``train``:

  python tools/cross_validate.py configs/aariz_cvm_crop.py --out work_dirs/cvm_folds.json

Mean and SD of seeds 0, 1, 2 on the 91 of ``valid``: quadratic weighted kappa 0.695, 0.020, MAE 0.549, 0.022 stages; on
five folds of ``train`` together kappa 0.748, MAE 0.531; always answering stage 5: 0, 0.813 and 0, 0.848. Less than 10
minutes a training. Other losses, sizes, weights and samplings: docs/results.md.
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/aariz_cvm_crops.py',
    '_base_/datasets/augmentation.py',
    '_base_/models/lite0_cvm.py',
    '_base_/schedules/adamw.py',
]

max_epochs = 25
input_size = (224, 224)
load = [dict(type='LoadCephalogram', fit_size=(320, 320), cache_dir=None), dict(type='StretchGrey')]
to_input = dict(type='CVMCropAffine', input_size=input_size)
train_pipeline = [*load, dict(to_input, **_base_.augment_crop), *_base_.augment_intensity, *_base_.augment_texture]

train_dataloader = dict(dataset=dict(pipeline=[*train_pipeline, _base_.pack]))
val_dataloader = dict(dataset=dict(pipeline=[*load, to_input, _base_.pack]))
test_dataloader = val_dataloader

train_cfg = dict(max_epochs=max_epochs, val_interval=max_epochs)
optim_wrapper = dict(optimizer=dict(lr=1e-3, weight_decay=0.05))
one_cycle = dict(total_steps=max_epochs, pct_start=0.15, convert_to_iter_based=True)
param_scheduler = [dict(one_cycle, type='OneCycleLR', eta_max=1e-3)]
default_hooks = dict(checkpoint=dict(save_best=None))
# The weights are averaged over about 100 steps (4 epochs) from epoch 15 on; those are evaluated and saved.
ema = dict(type='EMAHook', ema_type='ExponentialMovingAverage', momentum=0.01, update_buffers=True, begin_epoch=15)
custom_hooks = [*_base_.custom_hooks, ema]
