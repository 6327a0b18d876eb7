"""Checkpoints of models that were never trained."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_untrained(path: Path, config: str) -> Path:
    """The checkpoint of a config's model of all 29 landmarks, its weights random but the same each time."""
    import torch
    from mmengine.config import Config
    from mmengine.registry import init_default_scope
    from mmpose.registry import MODELS

    import aariz_mm.register  # noqa: F401
    from aariz_mm.datasets import AarizDataset
    from aariz_mm.landmarks import build_metainfo

    init_default_scope('mmpose')
    model = Config.fromfile(str(ROOT / config)).model
    model.backbone.init_cfg = None
    torch.manual_seed(0)
    meta = dict(dataset_meta=AarizDataset._load_metainfo(build_metainfo()))
    torch.save(dict(meta=meta, state_dict=MODELS.build(model).state_dict()), path)
    return path
