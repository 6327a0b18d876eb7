"""Bundles of untrained models of every kind predict what their models predict."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from config_files import config_path
from made_once import made_once
from made_readings import made_held_out
from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.registry import MODELS
from small_configs import shrink

import aariz_mm.register  # noqa: F401
from aariz_mm.cli import main
from aariz_mm.datasets import AarizDataset
from aariz_mm.export import bundle
from aariz_mm.export.bundle import export_bundle
from aariz_mm.export.graphs import build_graph
from aariz_mm.export.pictures import network_pictures
from aariz_mm.files import write_json
from aariz_mm.inference.predictor import LandmarkPredictor
from aariz_mm.inference.two_stage import TwoStagePredictor
from aariz_mm.intake.plausibility import Plausibility
from aariz_mm.intake.uprighting import whole
from aariz_mm.landmarks import build_metainfo
from aariz_mm.launching.test_description import SCORES_FORMAT
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.reading.bundle import Bundle
from aariz_mm.reading.reader import Reader
from aariz_mm.reading.upright import Look
from aariz_mm.uncertainty.calibration import calibration_as_json
from aariz_mm.uncertainty.fitting import fit_calibration

pytestmark = pytest.mark.usefixtures('first_look_only')


def trained(folder, name, change=lambda config: None):
    """Config and checkpoint of a model with random weights, as training would write them."""
    init_default_scope('mmpose')
    config = Config.fromfile(str(config_path(name)))
    _without_pretrained(config.model)
    change(config)
    torch.manual_seed(0)
    model = MODELS.build(config.model)
    for key, module in model.named_modules():
        if key.endswith('final_layer'):  # else all maps of a fresh head are flat
            torch.nn.init.normal_(module.weight, std=20)
    landmarks = config.test_dataloader.dataset.get('landmarks', 'aariz29')
    meta = dict(
        dataset_meta=AarizDataset._load_metainfo(build_metainfo(landmarks)) if 'crop' not in name else dict(classes=())
    )
    path = folder / f'{name}.pth'
    torch.save(dict(meta=meta, state_dict=model.state_dict()), path)
    return config, path


def _without_pretrained(settings):
    for key in ('init_cfg', 'coarse_checkpoint'):
        if key in settings:
            settings[key] = None
    for value in settings.values():
        if isinstance(value, dict):
            _without_pretrained(value)


@pytest.fixture(scope='module')
def radiograph(tmp_path_factory):
    path = tmp_path_factory.mktemp('films') / 'a.png'
    cv2.imwrite(str(path), draw_indexed_phantom(0, 'test', 0, (360, 440)).image)
    return path


@pytest.fixture(scope='module', autouse=True)
def rendered_once():
    """Graphs of the same checkpoint, written once by PyTorch; those with a licence, of changed models, each time."""
    with pytest.MonkeyPatch.context() as patch:
        key_of = lambda graph, info: None if info.licence else repr(info)  # noqa: E731
        patch.setattr(bundle, 'render_graph', made_once(bundle.render_graph, key_of))
        yield


def two_rounds(config):
    shrink(config)
    config.model.refiner.rounds = 2


def two_looks(config):
    shrink(config)
    config.model.refiner.update(looks_px=[(0, 0), (-6, 6)], neighbour_margin_px=4.0)


@pytest.mark.parametrize(
    ('name', 'change'),
    [
        ('phantom_demo', lambda config: None),
        ('phantom_joint', lambda config: None),
        ('isbi2015_lite0_refined', two_rounds),
        ('isbi2015_lite0_refined', two_looks),
    ],
)
def test_a_bundle_reads_as_its_model(tmp_path, radiograph, name, change):
    config, checkpoint = trained(tmp_path, name, change)
    path, compared = export_bundle(config, checkpoint, tmp_path / 'a.onnx', licence='none')
    expected = LandmarkPredictor(config, checkpoint, 'cpu')(radiograph, 0.1)
    found = Reader(path, threads=1, force=True)(radiograph, 0.1)
    assert compared.difference < 0.01 and found.symbols == expected.symbols
    distances = np.linalg.norm(found.keypoints_px - expected.keypoints_px, axis=1)
    # Maps of random weights have many peaks; crops about a place that is rounded otherwise find another one.
    assert np.mean(distances < 0.01) >= (0.75 if 'refined' in name else 1)
    assert np.mean(np.abs(found.scores - expected.scores) < 1e-3) >= (0.75 if 'refined' in name else 1)
    assert (found.cvm is None) == (expected.cvm is None)
    if found.cvm is not None:
        np.testing.assert_allclose(found.cvm.probabilities, expected.cvm.probabilities, atol=1e-4)
        assert found.cvm.stage == expected.cvm.stage


def test_a_bundle_of_crops_reads_the_stage_as_its_model(tmp_path, radiograph):
    landmarks, crops = trained(tmp_path, 'phantom_demo'), trained(tmp_path, 'aariz_cvm_crop')
    bundles = [export_bundle(*one, tmp_path / f'{index}.onnx')[0] for index, one in enumerate((landmarks, crops))]
    points = draw_indexed_phantom(0, 'test', 0, (360, 440)).landmarks_px
    predictor = TwoStagePredictor(LandmarkPredictor(*landmarks, 'cpu'), *crops)
    reader = Reader(*bundles, threads=1)
    expected = predictor.predict_stage(_prediction(radiograph, points))
    image = cv2.imread(str(radiograph), 0)
    look = Look(whole(image.shape[::-1]), {}, points, Plausibility(5, 0.5, 1))
    found = reader._stage(image, look, [])
    np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-3)
    np.testing.assert_allclose(found.cervical_roi_px, expected.cervical_roi_px)


def _prediction(path, points):
    from aariz_mm.landmarks import SYMBOLS
    from aariz_mm.predictions import LandmarkPrediction

    return LandmarkPrediction(Path(path), SYMBOLS, points, np.ones(29), None)


def test_half_precision_halves_the_file_and_moves_nothing(tmp_path, radiograph):
    config, checkpoint = trained(tmp_path, 'phantom_demo')
    plain, _ = export_bundle(config, checkpoint, tmp_path / 'a.onnx')
    half, compared = export_bundle(config, checkpoint, tmp_path / 'b.onnx', precision='float16')
    assert half.stat().st_size < 0.56 * plain.stat().st_size and compared.size < 0.56
    points = [Reader(path, threads=1, force=True)(radiograph).keypoints_px for path in (plain, half)]
    assert np.median(np.abs(points[0] - points[1])) < 0.05


def test_whole_numbers_quarter_a_classifier(tmp_path, radiograph):
    config, checkpoint = trained(tmp_path, 'aariz_cvm_crop')
    pictures = network_pictures(config, [radiograph])
    path, compared = export_bundle(config, checkpoint, tmp_path / 'a.onnx', precision='int8', pictures=pictures)
    assert compared.size < 0.4 and compared.difference < 0.3
    assert Bundle(path).info == Bundle(export_bundle(config, checkpoint, tmp_path / 'b.onnx')[0]).info


def test_whole_numbers_need_radiographs(tmp_path):
    config, checkpoint = trained(tmp_path, 'aariz_cvm_crop')
    with pytest.raises(ValueError, match='int8 finds its ranges on radiographs: name a folder of some dozens'):
        export_bundle(config, checkpoint, tmp_path / 'a.onnx', precision='int8')


def test_a_bundle_keeps_its_scores(tmp_path):
    config, checkpoint = trained(tmp_path, 'aariz_cvm_crop')
    scores = tmp_path / 'scores.json'
    scores.write_text(json.dumps({'format': SCORES_FORMAT, 'CVM_qwk': 0.7, 'CVM_recall/S1': 0.1}))
    path, _ = export_bundle(config, checkpoint, tmp_path / 'a.onnx', scores=scores)
    assert Bundle(path).info.scores == {'format': SCORES_FORMAT, 'CVM_qwk': 0.7}
    with pytest.raises(ValueError, match='no scores; expected the JSON file that tools/test'):
        scores.write_text('{}')
        export_bundle(config, checkpoint, tmp_path / 'a.onnx', scores=scores)


def test_export_puts_a_calibration_into_the_bundle(tmp_path, capsys):
    config, checkpoint = trained(tmp_path, 'isbi2015_lite0_softmax_320')
    config.dump(tmp_path / 'config.py')
    write_json(tmp_path / 'c.json', calibration_as_json(fit_calibration(made_held_out(60))))
    (tmp_path / 'broken.json').write_text('{}')
    call = ['export', str(tmp_path / 'config.py'), str(checkpoint), '--out', str(tmp_path / 'a.onnx'), '--calibration']
    assert main([*call, str(tmp_path / 'broken.json')]) == 2 and not (tmp_path / 'a.onnx').exists()
    assert 'broken.json: no calibration of this version' in capsys.readouterr().err
    assert main([*call, str(tmp_path / 'c.json')]) == 0
    assert Reader(tmp_path / 'a.onnx', threads=1).calibration.made_with['images'] == 60


@pytest.mark.parametrize('name', ['isbi2015_lite0_simcc_320', 'phantom_roi', 'isbi2015_lite0_regression_320'])
def test_what_a_bundle_can_not_hold_is_refused_by_name(name):
    init_default_scope('mmpose')
    config = Config.fromfile(str(config_path(name)))
    _without_pretrained(config.model)
    with pytest.raises(ValueError, match=r'(head|cvm_roi).* can not be written into a bundle; what can: '):
        build_graph(MODELS.build(config.model))


def test_nothing_but_a_bundle_is_replaced(tmp_path):
    (tmp_path / 'a.onnx').write_bytes(b'mine')
    with pytest.raises(ValueError, match=r'a\.onnx is no bundle and would be lost; give another --out'):
        export_bundle('no_such.py', 'no_such.pth', tmp_path / 'a.onnx')
    with pytest.raises(ValueError, match=r'expected a name that ends in \.onnx'):
        export_bundle('no_such.py', 'no_such.pth', tmp_path / 'a.bin')


def test_kinds_of_bundles_are_not_exchanged(tmp_path):
    config, checkpoint = trained(tmp_path, 'aariz_cvm_crop')
    path, _ = export_bundle(config, checkpoint, tmp_path / 'a.onnx')
    with pytest.raises(ValueError, match="a bundle of kind 'crop_stage', expected 'landmarks'"):
        Reader(path)
