"""``isbi2015_lite0.py`` with the augmentation of Albumentations in place of its own. No landmark is lost by it.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/single_stage/isbi2015_lite0_albu.py

Score: none yet.
"""

_base_ = ['isbi2015_lite0.py', '../../_base_/datasets/albumentations.py']

from aariz_mm.recipes import dataloaders

augment = _base_.augment_albumentations
train_dataloader, val_dataloader, test_dataloader = dataloaders(_base_.codec, augment, _base_.image_size)
