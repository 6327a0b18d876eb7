"""ResNet-50 and transposed convolutions, 512 x 512, heatmaps ("simple baseline", sigma 2 cells).

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py configs/isbi2015_resnet50_deconv_512.py --amp

ImageNet weights come from timm's hub (internet needed once). Plateau, best model and early
stopping look at a fold of ``train``.
Score: see docs/results.md
"""

_base_ = ['_base_/recipes/isbi2015_original.py', '_base_/datasets/square_512.py', '_base_/models/resnet50_deconv.py']

codec = dict(type='MSRAHeatmap', input_size=_base_.input_size, heatmap_size=(128, 128), sigma=2.0)
model = dict(head=dict(out_channels=19, decoder=codec))
target = dict(type='GenerateTarget', encoder=codec)
train_dataloader = dict(dataset=dict(pipeline=[*_base_.augmented, target, _base_.pack]))
val_dataloader = dict(dataset=dict(pipeline=_base_.test_pipeline))
test_dataloader = val_dataloader
optim_wrapper = dict(optimizer=dict(lr=5e-4))
