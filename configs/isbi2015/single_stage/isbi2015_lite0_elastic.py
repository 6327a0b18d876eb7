"""``isbi2015_lite0.py`` plus elastic deformation of image and landmarks: what does it gain on 131 radiographs?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/single_stage/isbi2015_lite0_elastic.py

Score: none yet.
"""

_base_ = ['isbi2015_lite0.py']

from aariz_mm.recipes import dataloaders

augment = [*_base_.augment_geometry, *_base_.augment_elastic, *_base_.augment_intensity]
train_dataloader, val_dataloader, test_dataloader = dataloaders(_base_.codec, augment, _base_.image_size)
