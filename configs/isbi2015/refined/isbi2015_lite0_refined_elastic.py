"""``isbi2015_lite0_refined.py`` plus elastic deformation of image and landmarks: does it help the second stage?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_lite0_refined_elastic.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.159 mm, SDR 86.6 / 92.1 / 95.2 / 98.6 %; ISBI 2015 Test1; seed 3.
Training: CPU, one thread, bfloat16, 24 min beside other work.
"""

_base_ = ['isbi2015_lite0_refined.py']

from aariz_mm.recipes import dataloaders

augment = [*_base_.augment, *_base_.augment_elastic]
train_dataloader, val_dataloader, test_dataloader = dataloaders(
    _base_.codec, augment, _base_.image_size, input_points=True
)
