"""EfficientNet-Lite0, 224 x 224, CVM stage of C2-C4 crops: the recipe for a CPU (22 s an epoch on one thread).

  OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop.py

Nothing is selected on ``valid``: the last epoch counts. Choices are made on folds of ``train``:

  python tools/cross_validate.py configs/aariz_cvm_crop.py --out work_dirs/cvm_folds.json

Other losses, sizes, weights and samplings: docs/results.md.
Score: kappa 0.695 (SD 0.020), MAE 0.549 (SD 0.022) stages; Aariz valid, 91 crops; mean of seeds 0, 1, 2.
Training: CPU, one thread, 9.5 min each.
Baseline: kappa 0, MAE 0.813 stages (always stage 5).
"""

_base_ = [
    '_base_/default_runtime.py',
    '_base_/datasets/aariz_cvm_crops.py',
    '_base_/datasets/augmentation.py',
    '_base_/models/lite0_cvm.py',
    '_base_/schedules/adamw.py',
]

from aariz_mm.recipes import crop_dataloaders, one_cycle

augment = [*_base_.augment_intensity, *_base_.augment_texture]
train_dataloader, val_dataloader, test_dataloader = crop_dataloaders(
    (224, 224), _base_.augment_crop, augment, _base_.pack
)
optim_wrapper = dict(optimizer=dict(weight_decay=0.05))
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=25, warm_up=0.15, average_steps=100, average_from=15)
