"""``aariz_cvm_crop.py`` at 512 x 512, all pixels of the crops' files: does the stage need them? For a GPU.

  AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop_512.py --amp

The last epoch counts; nothing is selected on ``valid``.
Score: none yet.
"""

_base_ = ['aariz_cvm_crop.py']

from aariz_mm.recipes import crop_dataloaders

train_dataloader, val_dataloader, test_dataloader = crop_dataloaders(
    (512, 512), _base_.augment_crop, _base_.augment, _base_.pack, fit_size=(512, 512)
)
train_dataloader.update(num_workers=4, pin_memory=True)
