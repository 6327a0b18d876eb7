"""``isbi2015_lite0_refined.py`` with maps at stride 2 in the second stage: what do finer maps gain there?

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_lite0_refined_s2.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.136 mm, SDR 86.5 / 92.3 / 95.3 / 98.5 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, 31 min beside other work.
"""

_base_ = ['isbi2015_lite0_refined.py']

model = dict(refiner=dict(head=_base_.fine_crop_head))
