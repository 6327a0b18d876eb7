"""What is deferred stays out of a training, works at its first use, and is what upstream imports."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import first_uses
import pytest

from aariz_mm.compat.table import CONSTANTS, DEFERRALS

HEAVY = {
    'albumentations': 'one transform of MMPose',
    'distutils': 'the compiler in the header of a log',
    'huggingface_hub': 'weights that a config names',
    'matplotlib': 'skeletons in space',
    'matplotlib.pyplot': 'the same',
    'modelindex': 'the list of models of MMPretrain',
    'mmpretrain': 'configs that name it',
    'munkres': 'grouping of many persons',
    'pandas': 'nothing',
    'scipy': 'random boxes, which Python draws as well',
    'setuptools': 'the compiler in the header of a log',
    'sklearn': 'nothing',
    'sympy': 'sizes that are not known, in compiled code',
    'timm': 'configs that name a model of it',
    'torch._dynamo.eval_frame': 'compiled code',
    'torch._inductor': 'the same',
    'torch.distributed.fsdp': 'models in parts on many GPUs',
    'torch.distributed.optim': 'the same',
    'torch.distributed.tensor': 'the same',
    'torch.fx.experimental.symbolic_shapes': 'compiled code',
    'torch.onnx': 'export',
    'torchvision': 'its version in the header of a log',
    'torchvision.datasets': 'nothing',
    'transformers': 'models of pictures and language',
}
"""What a training does not import, and what it is for: seconds, and more memory than PyTorch."""
OF_SHARDING = 'mmengine._strategy.fsdp', 'mmengine.model.wrappers.fully_sharded_distributed'
OF_TIMM = {'mmpretrain', 'timm'}
BUILD = """if True:
    import json, sys
    import numpy as np
    from mmengine.config import Config
    from mmengine.optim import build_optim_wrapper
    from mmengine.registry import HOOKS, init_default_scope
    from mmengine.runner import Runner
    from mmpose.registry import DATASETS, METRICS, MODELS, VISUALIZERS
    init_default_scope('mmpose')
    heavy = lambda: sorted(set(sys.argv[3:]) & set(sys.modules))
    loaded = [heavy()]
    for name in sys.argv[1:3]:
        config = Config.fromfile(name)
        build_optim_wrapper(MODELS.build(config.model), config.optim_wrapper)
        METRICS.build(config.val_evaluator)
        VISUALIZERS.build(config.visualizer)
        [HOOKS.build(hook) for hook in [*config.default_hooks.values(), *config.custom_hooks]]
        dataset = DATASETS.build(dict(config.train_dataloader.dataset, lazy_init=True))
        for transform in dataset.pipeline.transforms:
            if type(transform).__name__ == 'RandomBBoxTransform':
                transform(dict(bbox_center=np.zeros((1, 2)), bbox_scale=np.ones((1, 2))))
        loaded.append(heavy())
    print(json.dumps(loaded))
"""


def test_a_training_imports_nothing_heavy_that_it_does_not_use(registered):
    configs = [Path(__file__).parents[2] / 'configs' / f'aariz_{name}_512.py' for name in ('hrnet', 'lite0')]
    result = registered.run(BUILD, *configs, *sorted(HEAVY))
    assert result.returncode == 0, result.stderr
    registered, hrnet, lite0 = map(set, json.loads(result.stdout.splitlines()[-1]))
    assert (registered, hrnet, lite0) == (set(), set(), OF_TIMM)


RUNNER = """if True:
    import json, sys
    from aariz_mm.cli.train import build_config
    from argparse import Namespace
    from aariz_mm.launching.checked_runner import build_training_runner
    launch = dict(cfg_options=['model.backbone.init_cfg=None'], launcher='none', local_rank=0)
    for config in sys.argv[1:3]:
        options = dict(work_dir=f'{sys.argv[3]}/a', resume=None, amp=False, no_validate=False, auto_scale_lr=False)
        runner = build_training_runner(build_config(Namespace(config=config, **options, **launch)))
        assert type(runner).__name__ == 'CheckedRunner'
        print(json.dumps(sorted(set(sys.argv[4:]) & set(sys.modules))))
"""


def test_the_way_to_a_runner_imports_nothing_heavy(tmp_path):
    configs = [str(Path(__file__).parents[2] / 'configs' / f'aariz_{name}_512.py') for name in ('hrnet', 'lite0')]
    command = [sys.executable, '-c', RUNNER, *configs, str(tmp_path), *sorted(HEAVY)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    hrnet, lite0 = (set(json.loads(line)) for line in result.stdout.splitlines() if line.startswith('['))
    assert (hrnet, lite0) == (set(), OF_TIMM)


@pytest.fixture(scope='module')
def failures(registered) -> dict[str, str]:
    result = registered.run('import runpy, sys; runpy.run_path(sys.argv[1], run_name="__main__")', first_uses.__file__)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.parametrize('use', [use.__name__ for use in first_uses.USES])
def test_everything_works_at_its_first_use(failures, use):
    assert use not in failures, failures[use]


def test_the_switch_turns_all_off(eager):
    code = """if True:
        import sys
        assert {'munkres', 'sympy', 'torch.distributed.fsdp'} <= set(sys.modules)
        assert not [finder for finder in sys.meta_path if type(finder).__module__.startswith('aariz_mm')]
        import torch
        assert type(torch._dynamo) is type(sys)
    """
    result = eager.run(code)
    assert result.returncode == 0, result.stderr


def test_what_the_user_imported_before_is_used(with_torch):
    code = """if True:
        import munkres
        import aariz_mm.codecs
        from mmpose.codecs import associative_embedding
        assert associative_embedding.Munkres is munkres.Munkres
    """
    result = with_torch.run(code)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize('importer', sorted(set(DEFERRALS) - {'timm', *OF_SHARDING}))
def test_a_listed_module_imports_what_is_listed_when_it_runs(importer):
    tree = ast.parse(Path(importlib.util.find_spec(importer).origin).read_text(encoding='utf-8'))
    imported = imports_of(tree)
    for module, names in DEFERRALS[importer].imports.items():
        assert {module, *(f'{module}.{name}' for name in names)} <= imported


@pytest.mark.parametrize('importer', OF_SHARDING)
def test_all_of_the_sharding_that_is_imported_is_listed(importer):
    tree = ast.parse(Path(importlib.util.find_spec(importer).origin).read_text(encoding='utf-8'))
    listed = DEFERRALS[importer].imports
    froms = [node for node in tree.body if isinstance(node, ast.ImportFrom) and '.fsdp' in node.module]
    assert froms
    assert all(alias.name in listed[node.module] for node in froms for alias in node.names)


@pytest.mark.parametrize(('package', 'part'), CONSTANTS.items())
def test_constants_are_those_of_the_package(package, part):
    values = vars(importlib.import_module(part))
    assert [name for name in values if name.isupper()]
    assert all(getattr(importlib.import_module(package), name) == values[name] for name in values if name.isupper())


def imports_of(tree: ast.Module) -> set[str]:
    """Modules, and names with their module, that the statements at a module's top import."""
    found = set()
    statements = [top for top in tree.body if not isinstance(top, ast.ClassDef | ast.FunctionDef)]
    for node in [node for top in statements for node in ast.walk(top)]:
        if isinstance(node, ast.Import):
            parts = [alias.name.split('.') for alias in node.names]
            found |= {'.'.join(part[:end]) for part in parts for end in range(1, len(part) + 1)}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {node.module, *(f'{node.module}.{alias.name}' for alias in node.names)}
    return found
