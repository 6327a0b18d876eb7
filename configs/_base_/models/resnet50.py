"""ResNet-50 (ImageNet weights from timm's hub), its coarsest level at stride 32; necks and heads are added to it."""

model = dict(
    type='TopdownPoseEstimator',
    data_preprocessor=dict(
        type='CephalogramPreprocessor', mean=[123.675, 116.28, 103.53], std=[58.395, 57.12, 57.375], bgr_to_rgb=True
    ),
    backbone=dict(
        type='mmpretrain.TIMMBackbone',
        model_name='resnet50',
        features_only=True,
        out_indices=(4,),
        init_cfg=dict(type='Pretrained', checkpoint='timm://resnet50.a1_in1k'),
    ),
)
