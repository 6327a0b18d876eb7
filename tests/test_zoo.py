"""Models of the zoo by name."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import aariz_mm.zoo as zoo
from aariz_mm.zoo import config_path, get_model, list_models, summarize_model

ROOT = Path(__file__).parents[1]


def test_list_models_has_every_config_once():
    names = [path.stem for path in (ROOT / 'configs').rglob('*.py') if '_base_' not in path.parts]
    assert list_models() == sorted(names) and len(set(names)) == len(names) > 50


def test_list_models_takes_a_part_of_a_name_or_a_pattern():
    assert list_models('hrnet_w48') == ['aariz_hrnet_w48_512'] == list_models('aariz_*w48_512')
    assert list_models('w48*') == []
    assert {name.split('_')[0] for name in list_models('phantom_*')} == {'phantom'}


def test_unknown_model_is_refused_with_the_nearest_names():
    with pytest.raises(ValueError, match=r"'aariz_lite_512' is unknown; did you mean .*aariz_lite0_512"):
        config_path('aariz_lite_512')
    with pytest.raises(ValueError, match="'qqq' is unknown; aariz-mm models lists them"):
        get_model('qqq')


def test_model_is_summarized_by_the_first_line_of_its_config():
    summary = summarize_model('phantom_joint')
    assert summary.startswith('EfficientNet-Lite0, 256 x 320, landmarks and CVM stage')


def test_listing_loads_neither_torch_nor_mmengine():
    code = 'import sys, aariz_mm.zoo as zoo; zoo.list_models(); print({"torch", "mmengine"} & set(sys.modules))'
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == 'set()'


def test_configs_of_an_installed_package_come_first(monkeypatch, tmp_path):
    for name in ('_base_/part.py', 'isbi2015/ours.py'):
        (tmp_path / 'configs' / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / 'configs' / name).write_text('"""Ours.\n\nMore."""\n', encoding='utf-8')
    monkeypatch.setattr(zoo, 'CONFIG_FOLDERS', (tmp_path / 'configs', ROOT / 'configs'))
    assert list_models() == ['ours'] and summarize_model('ours') == 'Ours.'


def test_installation_without_configs_says_so(monkeypatch, tmp_path):
    (tmp_path / 'other.py').touch()
    monkeypatch.setattr(zoo, 'CONFIG_FOLDERS', (tmp_path / 'none', tmp_path))
    with pytest.raises(FileNotFoundError, match='install the wheel of aariz-mm, or use a clone'):
        list_models()


def test_model_without_a_checkpoint_knows_its_landmarks_and_takes_overrides():
    overrides = {'test_cfg': dict(output_heatmaps=True), 'head.conv_channels': (8,)}
    model = get_model('isbi2015_lite0_softmax_320', device='cpu', **overrides)
    assert not model.training and model.cfg.model.head.type == 'SpatialSoftmaxHead'
    assert len(model.dataset_meta['keypoint_id2name']) == 19 and model.test_cfg.output_heatmaps
    assert model.head.final_layer.in_channels == 8


def test_model_with_a_checkpoint_reads_by_mmposes_function(tmp_path):
    import torch
    from mmpose.apis import inference_topdown

    saved = get_model('phantom_lite0', device='cpu')
    meta = dict(dataset_meta=saved.dataset_meta)
    torch.save(dict(state_dict=saved.state_dict(), meta=meta), tmp_path / 'a.pth')
    image = np.random.default_rng(0).integers(0, 255, (110, 90), dtype=np.uint8)
    points = [
        inference_topdown(model, image)[0].pred_instances.keypoints
        for model in (saved, get_model('phantom_lite0', tmp_path / 'a.pth', 'cpu'))
    ]
    np.testing.assert_array_equal(*points)
    assert points[0].shape == (1, 29, 2)


def test_ensemble_is_asked_for_checkpoints():
    with pytest.raises(ValueError, match=r'tools/test\.py CONFIG CHECKPOINT'):
        get_model('isbi2015_lite0_960_ensemble', device='cpu')


def test_classifier_of_crops_has_its_stages():
    model = get_model('aariz_cvm_crop_320', device='cpu')
    assert len(model.dataset_meta['classes']) == 6
