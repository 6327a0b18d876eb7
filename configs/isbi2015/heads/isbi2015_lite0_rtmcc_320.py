"""The head of RTMPose (Jiang et al., 2023) on the last level, 256 x 320: SimCC after gated attention.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/heads/isbi2015_lite0_rtmcc_320.py --amp

Nothing is selected on ``valid``: the last epoch counts.
Score: MRE 2.413 mm, SDR 47.3 / 61.5 / 72.7 / 87.5 %; ISBI 2015 Test1; seed 0.
Training: CPU, one thread, bfloat16, about 8 min.
"""

_base_ = ['../../_base_/recipes/isbi2015_320.py', '../../_base_/models/lite0_regression.py']

from aariz_mm.recipes import dataloaders

sizes = dict(input_size=_base_.input_size, simcc_split_ratio=2.0)
codec = dict(sizes, type='SimCCLabel', sigma=(5.66, 6.32), normalize=False)
head = dict(
    sizes,
    _delete_=True,
    type='RTMCCHead',
    in_channels=320,
    out_channels=19,
    in_featuremap_size=(8, 10),
    final_layer_kernel_size=7,
    gau_cfg=dict(
        hidden_dims=256, s=128, expansion_factor=2, dropout_rate=0.0, drop_path=0.0, act_fn='SiLU',
        use_rel_bias=False, pos_enc=False,
    ),
    loss=dict(type='KLDiscretLoss', use_target_weight=True, beta=10.0, label_softmax=True),
    decoder=codec,
)  # fmt: skip
model = dict(neck=None, head=dict(head=head))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
