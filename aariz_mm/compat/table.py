"""What OpenMMLab's packages, timm and torchvision import at once though few configs need it; here it waits for its use.

A name that is not listed, or a module that is not installed, is imported as usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ['CONSTANTS', 'DEFERRALS', 'Deferral']


class Deferral(NamedTuple):
    """``imports``: names by module, none where the module itself is asked for; ``users``: what alone needs them."""

    imports: Mapping[str, tuple[str, ...]]
    users: str


_FSDP_NAMES = (
    'BackwardPrefetch', 'CPUOffload', 'FullOptimStateDictConfig', 'FullStateDictConfig', 'FullyShardedDataParallel',
    'LocalOptimStateDictConfig', 'LocalStateDictConfig', 'MixedPrecision', 'OptimStateDictConfig',
    'ShardedOptimStateDictConfig', 'ShardedStateDictConfig', 'ShardingStrategy', 'StateDictConfig',
    'StateDictSettings', 'StateDictType',
)  # fmt: skip
_FSDP = {f'torch.distributed.fsdp{part}': _FSDP_NAMES for part in ('', '.api', '.fully_sharded_data_parallel')}
_BOXES: dict[str, tuple[str, ...]] = dict.fromkeys(('torchvision', 'torchvision.ops', 'torchvision.ops.boxes'), ())

DEFERRALS = {
    # Who imports it: what, and who uses it. PyTorch's sharding brings sympy, 2 s and 100 MB.
    'mmengine._strategy.fsdp': Deferral(_FSDP, 'FSDPStrategy'),
    'mmengine.model.wrappers.fully_sharded_distributed': Deferral(_FSDP, 'MMFullyShardedDataParallel'),
    'mmengine.optim.optimizer.zero_optimizer': Deferral(
        {'torch.distributed.optim': ('ZeroRedundancyOptimizer',)}, 'ZeroRedundancyOptimizer'
    ),
    'mmpose.codecs.associative_embedding': Deferral({'munkres': ('Munkres',)}, 'AssociativeEmbedding'),
    'mmpose.datasets.datasets.body.mpii_dataset': Deferral({'scipy.io': ('loadmat',)}, 'MpiiDataset'),
    'mmpose.datasets.transforms.bottomup_transforms': Deferral({'scipy.stats': ('truncnorm',)}, 'BottomupRandomAffine'),
    'mmpose.datasets.transforms.common_transforms': Deferral(
        {'albumentations': (), 'scipy.stats': ('truncnorm',)}, 'Albumentation, RandomBBoxTransform'
    ),
    'mmpose.visualization.local_visualizer_3d': Deferral(
        {'matplotlib': (), 'matplotlib.pyplot': ()}, 'Pose3dLocalVisualizer'
    ),
    'mmpose.visualization.simcc_vis': Deferral({'torchvision.transforms': ('ToPILImage',)}, 'SimCCVisualizer'),
    'mmpretrain.apis.model': Deferral(
        {'modelindex.load_model_index': ('load',), 'modelindex.models.Model': ('Model',)}, 'list_models, get_model'
    ),
    'mmpretrain.evaluation.metrics.visual_grounding_eval': Deferral(_BOXES, 'VisualGroundingMetric'),
    'mmpretrain.models.utils.box_utils': Deferral(_BOXES, 'GroundingHead'),
    # Of its data timm's models need constants alone, of torchvision nothing before they are frozen or traced.
    'timm': Deferral(
        {
            'huggingface_hub': ('HfApi', 'hf_hub_download', 'model_info'),
            'huggingface_hub.utils': ('EntryNotFoundError', 'RepositoryNotFoundError'),
            'timm.data': (),
            'timm.utils': (),
            'torchvision.models.feature_extraction': ('create_feature_extractor', 'get_graph_node_names'),
            'torchvision.ops.misc': ('FrozenBatchNorm2d',),
        },
        'weights from the hub, timm.data, timm.utils, create_feature_extractor, freeze_batch_norm_2d',
    ),
    # PyTorch's compiler.
    'torchvision.ops.roi_align': Deferral(
        {'torch._dynamo.utils': ('is_compile_supported',)}, 'deterministic gradients on a GPU'
    ),
}
CONSTANTS = {'timm.data': 'timm.data.constants'}
"""By package a part of it that imports nothing: its names are known without importing the package."""
