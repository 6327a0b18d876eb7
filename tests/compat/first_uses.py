"""Uses, in one interpreter, everything that is deferred for the first time; prints what failed as JSON.

Run by ``test_table.py``; a function's name says what it uses.
"""

from __future__ import annotations

import inspect
import json
import os
import pickle
import sys
import tempfile
import traceback

import aariz_mm.register  # noqa: F401  # before all others: what is imported before it is not deferred

import numpy as np  # isort: skip
import torch  # isort: skip
from mmengine.registry import MODEL_WRAPPERS, OPTIMIZERS, STRATEGIES, init_default_scope  # isort: skip
from mmpose.registry import MODELS, TRANSFORMS  # isort: skip

BOX = dict(bbox_center=np.zeros((1, 2), 'f4'), bbox_scale=np.ones((1, 2), 'f4'), bbox=np.zeros((1, 4), 'f4'))


OPTIMIZER = OPTIMIZERS.build(dict(type='SGD', params=[torch.nn.Parameter(torch.ones(1))], lr=0.5))


class RandomBoxes(torch.utils.data.Dataset):
    """Boxes drawn by MMPose's transform, which holds a stand-in."""

    def __init__(self):
        self.transform = TRANSFORMS.build(dict(type='RandomBBoxTransform', shift_prob=1.0))

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> np.ndarray:
        np.random.seed(index)
        return self.transform(dict(BOX))['bbox_center']


def asleep(*names: str) -> None:
    loaded = [name for name in names if name in sys.modules]
    assert not loaded, loaded


def stand_ins_left_alone_by_what_asks_everybody() -> None:
    inspect.getmodule(inspect.currentframe())
    inspect.stack()
    pickle.dumps(torch.relu)  # pickle looks for it in all modules
    with tempfile.TemporaryFile() as file:
        torch.save(dict(model=torch.nn.Linear(2, 2)), file)
    asleep('scipy', 'torch.distributed.fsdp', 'matplotlib', 'torchvision', 'timm', 'munkres', 'sympy')


def an_optimiser() -> None:
    weight = torch.nn.Parameter(torch.ones(2))
    optimizer = OPTIMIZERS.build(dict(type='AdamW', params=[weight], lr=0.5, weight_decay=0.0))
    weight.sum().backward()
    optimizer.step()
    assert torch.allclose(weight, torch.full((2,), 0.5))
    pickle.loads(pickle.dumps(optimizer)).zero_grad()
    asleep('sympy', 'torch._dynamo.eval_frame')


def workers_that_are_forked_and_spawned() -> None:
    drawn = {}
    for method in ('fork', 'spawn'):
        loader = torch.utils.data.DataLoader(RandomBoxes(), num_workers=1, multiprocessing_context=method)
        drawn[method] = torch.cat(list(loader))
    asleep('scipy')
    assert torch.equal(drawn['fork'], drawn['spawn'])
    assert drawn['fork'].abs().sum() > 0


def random_boxes() -> None:
    drawn = RandomBoxes()[0]
    asleep('scipy')
    from mmpose.datasets.transforms import common_transforms
    from scipy.stats import truncnorm

    assert np.array_equal(RandomBoxes()[0], drawn)
    assert isinstance(common_transforms.truncnorm.cdf(0.0, -1, 1), float)
    assert common_transforms.truncnorm is truncnorm
    assert np.array_equal(RandomBoxes()[0], drawn)


def bottomup_boxes() -> None:
    transform = TRANSFORMS.build(dict(type='BottomupRandomAffine', input_size=(8, 8)))
    results = transform(dict(img=np.zeros((8, 8, 3), 'u1'), img_shape=(8, 8), keypoints=np.ones((1, 1, 2), 'f4')))
    assert results['img'].shape == (8, 8, 3)


def matlab_files() -> None:
    from mmpose.datasets.datasets.body import mpii_dataset
    from scipy.io import savemat

    with tempfile.TemporaryDirectory() as folder:
        savemat(f'{folder}/a.mat', dict(heads=[[1, 2]]))
        assert mpii_dataset.loadmat(f'{folder}/a.mat')['heads'].tolist() == [[1, 2]]


def grouping_by_tags() -> None:
    from mmpose.codecs import associative_embedding

    asleep('munkres')
    assert associative_embedding.Munkres().compute([[1, 2], [3, 1]]) == [(0, 0), (1, 1)]


def albumentations_for_both_of_its_transforms() -> None:
    from mmpose.datasets.transforms import common_transforms

    asleep('albumentations')
    assert len(TRANSFORMS.build(dict(type='KeepAllAlbumentation', transforms=[dict(type='Blur')])).steps) == 1
    assert common_transforms.albumentations.Compose is sys.modules['albumentations'].Compose


def drawing_in_three_dimensions() -> None:
    from mmpose.visualization import local_visualizer_3d

    asleep('matplotlib')
    local_visualizer_3d.plt.switch_backend('agg')
    local_visualizer_3d.plt.close(local_visualizer_3d.plt.figure())


def pictures_of_simcc() -> None:
    from mmpose.visualization.simcc_vis import SimCCVisualizer

    asleep('torchvision')
    assert SimCCVisualizer().draw_instance_xy_heatmap(torch.rand(2, 64, 64), np.zeros((64, 64, 3), 'u1')).size


@torch.compiler.disable
def is_compiled(numbers: torch.Tensor) -> torch.Tensor:
    return numbers + torch.compiler.is_compiling()


def a_function_kept_from_the_compiler() -> None:
    asleep('torch._dynamo.eval_frame')
    assert is_compiled(torch.zeros(1)) == 0


def regions_of_torchvision() -> None:
    from torchvision.ops import roi_align

    assert roi_align(torch.ones(1, 1, 8, 8), torch.tensor([[0, 0, 0, 4, 4.0]]), 2).sum() == 4
    asleep('torch._dynamo.eval_frame')


def the_compiler_by_a_part_of_it() -> None:
    import torch._dynamo.config

    assert torch._dynamo.config is sys.modules['torch._dynamo.config'] is torch._dynamo.convert_frame.config
    assert type(torch._dynamo) is type(sys)


def compiled_code() -> None:
    from torch._dynamo.testing import CompileCounter

    counter = CompileCounter()
    compiled = torch.compile(lambda numbers: is_compiled(2 * numbers) * 3, backend=counter)
    assert compiled(torch.ones(1)) == 6
    assert (counter.frame_count, counter.op_count) == (2, 2)  # before and after the function, not in it


def a_compiled_optimiser_made_before_the_compiler_was_there() -> None:
    torch.compile(OPTIMIZER.step, backend='eager')()
    OPTIMIZER.add_param_group(dict(params=[torch.nn.Parameter(torch.ones(1))]))
    OPTIMIZER.step()


def regions_that_may_be_compiled() -> None:
    module = sys.modules['torchvision.ops.roi_align']
    assert module.is_compile_supported('cpu') in (True, False)
    assert module.is_compile_supported is torch._dynamo.utils.is_compile_supported


def a_model_of_timm() -> None:
    asleep('timm')
    backbone = dict(type='mmpretrain.TIMMBackbone', model_name='mobilenetv3_small_050', features_only=True)
    assert len(MODELS.build(backbone)(torch.zeros(2, 3, 64, 64))) > 1
    asleep('timm.data', 'timm.utils')


def frozen_norms_and_data_of_timm() -> None:
    import timm

    model = timm.create_model('resnet10t')
    timm.utils.freeze(model)
    assert 'Frozen' in type(model.bn1).__name__
    assert timm.data.resolve_data_config({}, model=model)['input_size'][0] == 3
    assert timm.data.constants.IMAGENET_DEFAULT_MEAN == timm.data.IMAGENET_DEFAULT_MEAN


def traced_features_of_timm() -> None:
    import timm

    model = timm.create_model('resnet10t', features_only=True, feature_cls='fx', out_indices=(1,))
    assert model(torch.zeros(1, 3, 64, 64))[0].shape == (1, 64, 16, 16)


def weights_from_the_hub() -> None:
    import timm
    from timm.models import _hub

    try:
        timm.create_model('hrnet_w18', pretrained=True, cache_dir=tempfile.gettempdir())
    except Exception as error:  # of the hub's own kinds, whatever the version calls them
        assert type(error).__module__.startswith('huggingface_hub'), error
    assert issubclass(_hub.EntryNotFoundError, Exception)


def models_of_mmpretrain() -> None:
    import mmpretrain
    from mmpretrain.models.utils import box_utils

    assert 'resnet18_8xb32_in1k' in mmpretrain.list_models()
    assert box_utils.boxes.box_area(torch.tensor([[0, 0, 2, 3.0]])) == 6
    model = dict(type='mmpretrain.ResNet', depth=18)
    assert MODELS.build(model)(torch.zeros(2, 3, 64, 64))[0].shape == (2, 512, 2, 2)


def the_sharded_optimiser() -> None:
    from mmengine.optim import ZeroRedundancyOptimizer

    asleep('torch.distributed.optim')
    with tempfile.TemporaryDirectory() as folder:
        torch.distributed.init_process_group('gloo', init_method=f'file://{folder}/a', rank=0, world_size=1)
        weight = torch.nn.Parameter(torch.ones(2))
        settings = dict(type='ZeroRedundancyOptimizer', params=[weight], optimizer_type='SGD', lr=0.5)
        optimizers = [OPTIMIZERS.build(dict(settings)) for _ in range(2)]
        weight.sum().backward()
        optimizers[0].step()
        torch.distributed.destroy_process_group()
    assert weight.tolist() == [0.5, 0.5]
    assert isinstance(optimizers[1], ZeroRedundancyOptimizer) and isinstance(optimizers[1], torch.optim.Optimizer)
    assert pickle.loads(pickle.dumps(ZeroRedundancyOptimizer)) is ZeroRedundancyOptimizer


def the_sharded_model() -> None:
    from mmengine.model import MMFullyShardedDataParallel, is_model_wrapper

    assert not is_model_wrapper(torch.nn.Linear(1, 1))
    assert MODEL_WRAPPERS.get('MMFullyShardedDataParallel') is MMFullyShardedDataParallel
    assert callable(MMFullyShardedDataParallel.summon_full_params)
    assert issubclass(MMFullyShardedDataParallel, torch.distributed.fsdp.FullyShardedDataParallel)
    assert issubclass(MMFullyShardedDataParallel, torch.nn.Module)


def the_sharded_strategy() -> None:
    from mmengine._strategy import fsdp

    assert STRATEGIES.get('FSDPStrategy') is fsdp.FSDPStrategy
    made = fsdp.FSDP_CONFIGS.build(dict(type='FullStateDictConfig', offload_to_cpu=True))
    assert type(made) is torch.distributed.fsdp.FullStateDictConfig is fsdp.FullStateDictConfig
    assert fsdp.FSDP is torch.distributed.fsdp.FullyShardedDataParallel


USES = [value for value in list(globals().values()) if inspect.isfunction(value) and value.__module__ == __name__]
USES = [use for use in USES if use not in (asleep, is_compiled)]


def failure_of(use) -> str | None:
    try:
        use()
    except Exception:
        return traceback.format_exc()


def main() -> None:
    os.environ['HF_HUB_OFFLINE'] = '1'
    init_default_scope('mmpose')
    failures = {use.__name__: failure_of(use) for use in USES}
    print(json.dumps({name: failure for name, failure in failures.items() if failure}))


if __name__ == '__main__':
    main()
