"""``isbi2015_lite0_refined.py`` with maps at stride 2 in the second stage: what do finer maps gain there?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_lite0_refined_s2.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

Not scored by us yet: a figure stands here once a run of ours has made it.
"""

_base_ = ['isbi2015_lite0_refined.py', '_base_/models/fine_crop_maps.py']

model = dict(refiner=dict(head=_base_.fine_head))
