"""ResNet-18, 256 x 256, landmarks by coordinate regression, backbone frozen for the first 20 epochs.

  ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/original/isbi2015_resnet18_regression_256.py --amp

From epoch 21 on all layers learn, at a tenth of the rate. ImageNet weights come from timm's hub (internet needed once).
Plateau, best model and early stopping look at a fold of ``train``.
Score: none yet.
"""

_base_ = ['../../_base_/recipes/isbi2015_original.py', '../../_base_/models/resnet50_regression.py']

from aariz_mm.recipes import dataloaders

codec = dict(type='RegressionLabel', input_size=(256, 256))
backbone = dict(model_name='resnet18', init_cfg=dict(checkpoint='timm://resnet18.a1_in1k'))
model = dict(backbone=backbone, head=dict(in_channels=512, num_joints=19, decoder=codec))
train_dataloader, val_dataloader, test_dataloader = dataloaders(codec, _base_.augment)
staged = dict(type='StagedUnfreezingHook', modules=['backbone'], frozen_epochs=20, lr_factor=0.1)
custom_hooks = [*_base_.custom_hooks, staged]
find_unused_parameters = True  # with several GPUs: frozen parameters get no gradient
