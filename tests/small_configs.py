"""Recipes made small, so that a test may build, train or ask their models."""


def shrink(config, factor=4):
    """Divide every size in pixels and cells, so that a step of a large recipe takes little time."""
    for key, value in config.items():
        if key in ('input_size', 'heatmap_size', 'fit_size', 'in_featuremap_size', 'coarse_size'):
            config[key] = tuple(-(-side // factor) for side in value)  # a stride rounds up
        if key == 'looks_px':
            config[key] = [tuple(at / factor for at in look) for look in value]
        for part in value if isinstance(value, list | tuple) else [value]:
            if isinstance(part, dict):
                shrink(part, factor)


# Depths at which a large network still has all its parts.
SHALLOW = {
    'convnextv2_tiny': dict(depths=(1, 1, 1, 1)),
    'resnet50': dict(layers=(1, 1, 1, 1)),
    'swin_tiny_patch4_window7_224': dict(depths=(1, 1, 1, 1)),
    'vit_base_patch16_224': dict(depth=1, out_indices=(0,)),
}


def shrink_backbone(backbone):
    """Leave out weights from elsewhere and most of a large network's blocks."""
    backbone.init_cfg = None
    backbone.update(SHALLOW.get(backbone.get('model_name'), {}))
    for stage in backbone.get('extra', {}).values():  # HRNet
        stage.update(num_modules=1, num_blocks=(1,) * stage.num_branches)
