"""``aariz_cvm_crop.py`` at the crops' full 320 x 320 pixels: less error at twice the time.

  OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop_320.py --amp

The last epoch counts; nothing is selected on ``valid``, and the size was chosen on the folds.
Score: kappa 0.684 (SD 0.052), MAE 0.564 (SD 0.042) stages; Aariz valid, 91 crops; mean of seeds 0, 1, 2.
Training: CPU, one thread, bfloat16, 20-33 min each.
Baseline: kappa 0, MAE 0.813 stages (always stage 5).
"""

_base_ = ['aariz_cvm_crop.py']

from aariz_mm.recipes import crop_dataloaders

train_dataloader, val_dataloader, test_dataloader = crop_dataloaders(
    (320, 320), _base_.augment_crop, _base_.augment, _base_.pack
)
