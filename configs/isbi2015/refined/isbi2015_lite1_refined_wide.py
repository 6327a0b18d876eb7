"""``isbi2015_lite1_refined.py`` on crops of 60 mm, three about each landmark, each used for all that it shows.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_lite1_refined_wide.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

A training step has half as many crops, as each is 2.25 times as large. Crop and looks were chosen by thirds of
``train`` (docs/results.md). Nothing is selected on ``valid``: the last epoch counts. A prediction takes seven times as
long as that of the base config.
Score: MRE 1.123 mm, SDR 87.4 / 92.4 / 95.6 / 98.6 %; ISBI 2015 Test1; seed 7.
Training: CPU, one thread, bfloat16, 8 min and 44 min beside other work.
"""

_base_ = ['isbi2015_lite0_refined.py', '../../_base_/models/lite1_backbone.py']

settings = dict(_base_.three_looks, offset_sd_px=12.0, crops_per_image=4)
model = dict(refiner=dict(settings, backbone=_base_.lite1_backbone, head=_base_.wide_crop_head))
