"""Our pipeline without one choice, and with another size of the input."""

import pytest
from config_files import config_path

from aariz_mm.benchmark.choices import CHOICES, undo
from aariz_mm.benchmark.sides import with_input_size
from aariz_mm.launching.configs import load_config


@pytest.fixture(scope='module')
def pipeline():
    return [dict(step) for step in load_config(config_path('aariz_lite0_512')).train_dataloader.dataset.pipeline]


@pytest.mark.parametrize('choice', CHOICES)
def test_every_choice_of_a_recipe_can_be_undone(pipeline, choice):
    undone = undo(choice, pipeline)
    assert undone is not None and undone != pipeline and undo(choice, undone) is None


@pytest.mark.parametrize('choice', [name for name in CHOICES if name != 'channels'])
def test_undoing_changes_one_step(pipeline, choice):
    assert sum(one != other for one, other in zip(undo(choice, pipeline), pipeline, strict=True)) == 1


def test_with_three_channels_the_noise_is_made_in_the_worker(pipeline):
    undone = undo('channels', pipeline)
    assert undone[1] == dict(type='RealChannels') and not any(step.get('on_batch') for step in undone)


def test_sizes_change_in_proportion(pipeline):
    sizes = {step['type']: step for step in with_input_size(pipeline, (256, 1024))}
    assert sizes['LoadCephalogram']['fit_size'] == (320, 1280) and sizes['CephalogramAffine']['input_size'] == (
        256,
        1024,
    )
    assert sizes['GenerateTarget']['encoder']['heatmap_size'] == (64, 256)


def test_a_pipeline_without_a_size_is_refused():
    with pytest.raises(ValueError, match='no step of the pipeline has an input_size'):
        with_input_size([dict(type='LoadImage')], (8, 8))
