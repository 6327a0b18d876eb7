"""``aariz_cvm_crop.py`` at the crops' full 320 x 320 pixels: less error at twice the time.

  OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop_320.py --amp

Mean and SD of seeds 0, 1, 2 on the 91 of ``valid``: quadratic weighted kappa 0.717, 0.059, MAE 0.498, 0.052 stages; on
two folds of ``train`` 0.784, 0.471; always answering stage 5: 0, 0.813. 22 minutes a training on one CPU thread. The
last epoch counts; nothing is selected on ``valid``, and the size was chosen on the folds.
"""

_base_ = ['aariz_cvm_crop.py']

from aariz_mm.recipes import crop_dataloaders

train_dataloader, val_dataloader, test_dataloader = crop_dataloaders(
    (320, 320), _base_.augment_crop, _base_.augment, _base_.pack
)
