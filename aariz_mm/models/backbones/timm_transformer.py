"""timm's transformers as backbones that give maps."""

from __future__ import annotations

from collections.abc import Sequence

from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor


@MODELS.register_module()
class TIMMTransformer(BaseModule):
    """Channels-first maps of chosen blocks (ViT) or stages (Swin) of a timm model, the last one normalised.

    MMPretrain's ``TIMMBackbone`` hands on what timm gives: channels last from Swin, tokens without a grid from ViT. The
    parameters keep timm's names, so ``init_cfg=dict(type='Pretrained', checkpoint='timm://NAME')`` fits.

    Args:
        model_name: a timm model that has ``forward_intermediates``.
        out_indices: blocks or stages whose maps are given, ascending; the last must be the model's last.
        **settings: those of the timm model. Inputs of any size need ``dynamic_img_size=True`` (ViT: the position
            embedding is resampled) or ``strict_img_size=False`` (Swin).
    Errors:
        ValueError: the last of ``out_indices`` is not the model's last, so that parameters would never learn.
    """

    def __init__(self, model_name: str, out_indices: Sequence[int], init_cfg: dict | None = None, **settings):
        import timm

        super().__init__(init_cfg)
        self.timm_model, self.out_indices = timm.create_model(model_name, num_classes=0, **settings), list(out_indices)
        last = len(self.timm_model.feature_info) - 1
        if self.out_indices[-1] != last:
            raise ValueError(f'TIMMTransformer: out_indices {self.out_indices} must end with {last} in {model_name}')

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        """(B, 3, H, W) -> (B, C_i, H_i, W_i) for each of ``out_indices``."""
        maps = self.timm_model.forward_intermediates(
            images, indices=self.out_indices, norm=True, output_fmt='NCHW', intermediates_only=True
        )
        # Swin makes them channels last.
        return tuple(each.contiguous() for each in maps)
