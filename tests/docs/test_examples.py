"""The examples of the pages run: scripts in an empty folder, page by page, and configs up to a built model."""

import contextlib
import io
import sys
from pathlib import Path

import numpy as np
import pytest
from markdown_pages import PAGES, ROOT, blocks, name_of

SCRIPTS = [page for page in PAGES if any(block.language == 'python' and not block.is_config for block in blocks(page))]
EXAMPLES = [
    (f'{name_of(page)}-{number}', block.text)
    for page in PAGES
    for number, block in enumerate(blocks(page), 1)
    if block.is_config
]


@pytest.fixture(scope='module')
def demo(tmp_path_factory):
    """What the pages take for granted: the configs, a model as of ``make demo`` (untrained) and one prediction."""
    import aariz_mm.register  # noqa: F401, I001 (makes MMPose importable)
    import torch
    from mmengine.config import Config
    from mmengine.registry import DefaultScope
    from mmpose.datasets.datasets.utils import parse_pose_metainfo
    from mmpose.registry import MODELS

    from aariz_mm.annotations.predicted import landmarks_as_annotation
    from aariz_mm.files import write_json
    from aariz_mm.landmarks import SYMBOLS, build_metainfo
    from aariz_mm.phantom import draw_indexed_phantom, write_phantom_dataset
    from aariz_mm.predictions import LandmarkPrediction

    folder = tmp_path_factory.mktemp('pages')
    (folder / 'configs').symlink_to(ROOT / 'configs')
    write_phantom_dataset(folder / 'work_dirs/demo/phantom', 1, 0, 2, size=(225, 275), progress=False)
    (folder / 'work_dirs/demo/run').mkdir()
    checkpoint = folder / 'work_dirs/demo/run/epoch_16.pth'
    checkpoint.with_name('last_checkpoint').write_text(str(checkpoint))
    config = Config.fromfile(str(ROOT / 'configs/phantom/phantom_demo.py'))
    with DefaultScope.overwrite_default_scope('mmpose'):
        weights = MODELS.build(config.model).state_dict()
    torch.save(dict(meta=dict(dataset_meta=parse_pose_metainfo(build_metainfo())), state_dict=weights), checkpoint)
    phantom = draw_indexed_phantom(0, 'test', 0, size=(450, 550))
    found = LandmarkPrediction(Path('a.png'), SYMBOLS, phantom.landmarks_px, np.ones(29), phantom.pixel_size_mm)
    write_json(folder / 'work_dirs/results/a.json', landmarks_as_annotation(found))
    return folder


@pytest.mark.parametrize('page', SCRIPTS, ids=name_of)
def test_scripts_of_a_page_run_and_print_what_it_says(page, demo, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'configs').symlink_to(ROOT / 'configs')
    (tmp_path / 'work_dirs').mkdir()
    for name in ('demo', 'results'):
        (tmp_path / 'work_dirs' / name).symlink_to(demo / 'work_dirs' / name)
    names = {'__name__': 'example'}
    for block in blocks(page):
        if block.language == 'python' and not block.is_config:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(block.text, name_of(page), 'exec'), names)
            assert block.output in (None, printed.getvalue())


@pytest.mark.parametrize('text', [text for _, text in EXAMPLES], ids=[name for name, _ in EXAMPLES])
def test_config_of_a_page_builds_and_changes_its_base(text, tmp_path, monkeypatch):
    from mmengine.config import Config

    configs = tmp_path / 'configs'
    configs.mkdir()
    for path in (ROOT / 'configs').iterdir():
        (configs / path.name).symlink_to(path)
    (tmp_path / 'work_dirs').mkdir()
    (tmp_path / 'work_dirs/exclude.py').write_text("exclude = ['first_id']\n")
    (tmp_path / 'work_dirs/exclude.json').write_text('["first_id"]\n')
    (tmp_path / 'my_parts.py').write_text('')
    (configs / 'mine.py').write_text(text, encoding='utf-8')
    (configs / 'base.py').write_text(text.splitlines()[0] + '\n', encoding='utf-8')
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    mine, base = (Config.fromfile(str(configs / f'{name}.py')) for name in ('mine', 'base'))
    assert mine.to_dict() != base.to_dict()
    build(mine)
    sys.modules.pop('my_parts', None)


def build(config):
    """Build all that a run of a config builds before it reads data; heads must fit the landmarks of the data."""
    from mmengine.registry import DefaultScope
    from mmpose.registry import DATASETS, HOOKS, METRICS, MODELS, VISBACKENDS

    with DefaultScope.overwrite_default_scope('mmpose'):
        loaders = [config[f'{kind}_dataloader'] for kind in ('train', 'val', 'test')]
        datasets = [DATASETS.build(dict(loader.dataset, lazy_init=True)) for loader in loaders]
        members = config.model.get('members', {})
        models = [member['model'] for member in members.values()] or [config.model.get('member', config.model)]
        for model in models:
            MODELS.build(model)
        for part in [*listed(config.val_evaluator), *listed(config.test_evaluator)]:
            METRICS.build(part)
        for part in config.get('custom_hooks', []):
            HOOKS.build(part)
        for part in config.default_hooks.values():
            assert HOOKS.get(part.type) is not None
        for part in config.visualizer.vis_backends:
            assert VISBACKENDS.get(part.type) is not None
    assert config.param_scheduler[0].get('total_steps', config.train_cfg.max_epochs) == config.train_cfg.max_epochs
    counts = {len(dataset.policy.symbols) for dataset in datasets if hasattr(dataset, 'policy')}
    assert {count for model in models for count in landmark_counts(model)} <= counts


def listed(value):
    return value if isinstance(value, list | tuple) else [value]


def landmark_counts(value):
    """Numbers of landmarks that the heads in a model's config answer."""
    if isinstance(value, dict):
        own = {value.get('out_channels', value.get('num_joints'))} if 'decoder' in value else set()
        return (own - {None}).union(*map(landmark_counts, value.values()))
    return set().union(*map(landmark_counts, value)) if isinstance(value, list | tuple) else set()
