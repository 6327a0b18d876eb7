"""The public surface: ``__all__`` of every module says what it offers, and what is documented does not vanish."""

import ast
import importlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / 'aariz_mm'
# Modules that have no ``__all__`` yet; a folder stands for all of its modules.
UNLISTED = ('compat.py', 'compat', 'models')
MODULES = [
    path
    for path in sorted(PACKAGE.rglob('*.py'))
    if not any(path.is_relative_to(PACKAGE / unlisted) for unlisted in UNLISTED)
]
DOCUMENTED = {
    'aariz_mm': '__version__',
    'aariz_mm.analysis': 'CLASSIFICATIONS MEASUREMENTS classify interpret measure',
    'aariz_mm.analysis.cervical_region': 'cervical_roi',
    'aariz_mm.annotations.layout': 'find_root list_split',
    'aariz_mm.annotations.predicted': 'landmarks_as_annotation',
    'aariz_mm.annotations.records': 'read_records',
    'aariz_mm.doctor': 'Finding Report examine',
    'aariz_mm.download.fetch': 'fetch_aariz',
    'aariz_mm.evaluation.agreement': 'agreement class_agreement icc_2_1',
    'aariz_mm.evaluation.functional': 'SDR_THRESHOLDS_MM cvm_scores radial_errors_mm radial_errors_px '
    'success_detection_rates',
    'aariz_mm.evaluation.intervals': 'mean_interval median_interval proportion_interval rate_interval',
    'aariz_mm.geometry': 'sn_mm_per_px whole_image_box',
    'aariz_mm.interchange': 'FORMATS ImportOptions export_annotations find_symbol import_annotations plan_dataset '
    'write_files',
    'aariz_mm.landmarks': 'BY_ID BY_SYMBOL CVM_STAGES LANDMARKS SUBSETS SYMBOLS select_symbols',
    'aariz_mm.phantom': 'draw_grown draw_phantom write_phantom_dataset',
    'aariz_mm.predictions': 'LandmarkPrediction StagePrediction',
    'aariz_mm.radiographs.cache': 'ImageCache',
    'aariz_mm.radiographs.images': 'IMAGE_SUFFIXES image_size read_radiograph',
    'aariz_mm.superimposition': 'REFERENCES Registration Rigid Timepoint load_timepoint superimpose',
    'aariz_mm.visualization': 'contact_sheet draw_landmarks_overlay draw_prediction_overlay draw_stage_picture',
}
"""What README and docs name and others import; taking one away is a change that the changelog announces."""
DOCUMENTED_PLUG_IN = {
    'aariz_mm.codecs': 'SpatialSoftmaxCodec',
    'aariz_mm.datasets': 'AarizDataset CVMCropDataset ClassBalancedSampler',
    'aariz_mm.engine': 'CVMMetric CephalogramVisualizer MeasurementMetric RadialErrorMetric StagedUnfreezingHook',
    'aariz_mm.inference.predictor': 'LandmarkPredictor TrainedModel',
    'aariz_mm.inference.two_stage': 'TwoStagePredictor',
    'aariz_mm.transforms': 'CephalogramAffine CropCervicalROI ElasticDeformation LoadCephalogram PackCephalogram',
}


def names_of(path):
    """Names that a module must list, those that it may list, and those that it lists."""
    tree = ast.parse(path.read_text(encoding='utf-8'))
    defined, bound, listed = set(), {'__version__'}, []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined |= {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
            listed = ast.literal_eval(node.value) if '__all__' in ast.unparse(targets[0]) else listed
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {alias.asname or alias.name for alias in node.names}
            if path.name == '__init__.py' and getattr(node, 'level', 0):
                defined |= {alias.asname or alias.name for alias in node.names}
    return {name for name in defined if not name.startswith('_')}, bound | defined, listed


@pytest.mark.parametrize('path', MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_all_lists_every_public_name_and_no_other(path):
    defined, bound, listed = names_of(path)
    assert sorted(defined - set(listed)) == [], f'add them to __all__ of {path}, or begin them with an underscore'
    assert sorted(set(listed) - bound) == [], f'{path} lists names that it does not have'
    assert [name for name in listed if name.startswith('_') and name != '__version__'] == []


def test_names_of_sees_what_is_not_listed(tmp_path):
    (tmp_path / 'module.py').write_text("__all__ = ['lost']\nfrom a import b\nX, _Y = 1, 2\ndef f(): pass\n")
    defined, bound, listed = names_of(tmp_path / 'module.py')
    assert (defined, bound - defined >= {'b', '_Y'}, listed) == ({'X', 'f'}, True, ['lost'])


@pytest.mark.parametrize('module', DOCUMENTED)
def test_what_is_documented_is_there(module):
    there = importlib.import_module(module)
    for name in DOCUMENTED[module].split():
        assert hasattr(there, name), f'{module}.{name} is part of the documented interface'
        assert name in there.__all__


@pytest.mark.parametrize('module', DOCUMENTED_PLUG_IN)
def test_what_is_documented_of_the_plug_in_is_listed(module):
    path = PACKAGE.joinpath(*module.split('.')[1:])
    _, _, listed = names_of(path / '__init__.py' if path.is_dir() else path.with_suffix('.py'))
    assert set(DOCUMENTED_PLUG_IN[module].split()) <= set(listed)
