"""Coordinates as the mean of a softmax map at stride 4, L1 loss alone (Sun et al., ECCV 2018), 256 x 320.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_integral_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 1.733 mm, SDR 66.8 / 79.1 / 87.0 / 95.7 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, about 8 min.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_heatmap.py']

from aariz_mm.recipes import dataloaders, make_codec

codec = make_codec('IntegralRegressionLabel', _base_.input_size, sigma=2.0)
head = dict(
    _delete_=True,
    type='IntegralRegressionHead',
    in_channels=64,
    in_featuremap_size=codec['heatmap_size'],
    num_joints=19,
    deconv_out_channels=(),
    final_layer=dict(kernel_size=3, padding=1),
    loss=dict(type='L1Loss', use_target_weight=True),
    decoder=codec,
)
model = dict(head=dict(head=head))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
