"""TensorBoard, MLflow and W&B by name; none of their packages is needed here."""

import itertools
import sys
from importlib.util import find_spec
from unittest.mock import MagicMock

import pytest
from config_files import config_path
from mmengine.config import Config
from mmpose.registry import VISUALIZERS

import aariz_mm.extras as extras
from aariz_mm.cli.failures import describe_mistake
from aariz_mm.engine.trackers import TRACKERS, CephalogramMLflowBackend, require_packages, tracker_backends
from aariz_mm.launching.configs import parse_options

_NUMBERS = itertools.count()


@pytest.fixture
def installed(monkeypatch):
    """Says which trackers are installed."""

    def install(*names):
        def find(name):
            if name in TRACKERS:
                return 'a spec' if name in names else None
            return find_spec(name)

        monkeypatch.setattr(extras, 'find_spec', find)

    return install


def build(options, **settings):
    """The visualizer of a config under options of the command line."""
    config = Config.fromfile(str(config_path('phantom_lite0')))
    config.merge_from_dict(parse_options(options))
    return VISUALIZERS.build(dict(config.visualizer, name=f'tracked {next(_NUMBERS)}', **settings))


def test_trackers_are_backends_of_mmengine():
    assert tracker_backends('tensorboard') == [dict(type='TensorboardVisBackend')]
    kinds = [backend['type'] for backend in tracker_backends(['mlflow', 'wandb'])]
    assert kinds == ['mmpose.CephalogramMLflowBackend', 'WandbVisBackend']
    assert tracker_backends(()) == []


def test_unknown_tracker_is_named_with_those_there_are():
    with pytest.raises(ValueError, match=r"\['comet'\] are unknown; choose from \['tensorboard', 'mlflow', 'wandb'\]"):
        tracker_backends(['wandb', 'comet'])


@pytest.mark.parametrize('option', ['visualizer.trackers=wandb', 'visualizer.trackers=[tensorboard,mlflow]'])
def test_one_option_of_a_command_adds_trackers_to_the_local_files(installed, tmp_path, option):
    installed(*TRACKERS)
    names = option.partition('=')[2].strip('[]').split(',')
    visualizer = build([option], save_dir=str(tmp_path))
    assert set(visualizer._vis_backends) == {
        'LocalVisBackend',
        *(TRACKERS[name]['type'].split('.')[-1] for name in names),
    }


@pytest.mark.parametrize('name', TRACKERS)
def test_run_without_the_package_ends_in_one_line_with_the_cure(installed, tmp_path, name):
    installed()
    with pytest.raises(ImportError) as failure:
        build([f'visualizer.trackers={name}'], save_dir=str(tmp_path))
    assert describe_mistake(failure.value) == f'{name} is not installed; install {name} by pip or uv pip'


def test_backends_given_by_type_are_checked_too(installed):
    installed('mlflow')
    require_packages([dict(type='LocalVisBackend'), dict(type='MLflowVisBackend')])
    with pytest.raises(ImportError, match='install wandb by pip'):
        require_packages([dict(type='WandbVisBackend')])


def test_inferencer_which_writes_nowhere_needs_no_package(installed):
    installed()
    assert not build(['visualizer.trackers=wandb'])._vis_backends


@pytest.fixture
def mlflow(monkeypatch, tmp_path):
    """What plays MLflow, and knows no experiment."""
    fake = MagicMock(get_experiment_by_name=MagicMock(return_value=None))
    monkeypatch.setitem(sys.modules, 'mlflow', fake)
    monkeypatch.delenv('MLFLOW_TRACKING_URI', raising=False)
    monkeypatch.chdir(tmp_path)
    return fake


def test_mlflow_takes_the_names_of_our_scores(mlflow):
    backend = CephalogramMLflowBackend('run')
    backend.add_scalars({'MRE_mm/N`': 1.0, 'MRE_mm@ART Plus': 2.0, 'SDR_2.0mm': 3.0}, step=4)
    backend.add_scalar('MRE_mm/Pog`', 1.5, 5)
    mlflow.log_metrics.assert_called_once_with({'MRE_mm/N_': 1.0, 'MRE_mm_ART Plus': 2.0, 'SDR_2.0mm': 3.0}, 4)
    mlflow.log_metric.assert_called_once_with('MRE_mm/Pog_', 1.5, 5)


def test_mlflow_keeps_all_runs_in_one_database(mlflow, tmp_path):
    CephalogramMLflowBackend('run').add_scalars(dict(loss=1.0))
    mlflow.set_tracking_uri.assert_called_once_with(f'sqlite:///{tmp_path}/work_dirs/mlflow.db')
    mlflow.create_experiment.assert_called_once_with(
        'aariz_mm', artifact_location=f'file://{tmp_path}/work_dirs/mlflow'
    )
    assert (tmp_path / 'work_dirs').is_dir()


def test_mlflow_goes_to_the_server_of_the_environment(mlflow, monkeypatch, tmp_path):
    monkeypatch.setenv('MLFLOW_TRACKING_URI', 'http://server:5000')
    CephalogramMLflowBackend('run').add_scalars(dict(loss=1.0))
    mlflow.set_tracking_uri.assert_called_once_with('http://server:5000')
    mlflow.create_experiment.assert_called_once_with('aariz_mm', artifact_location=None)
    assert not (tmp_path / 'work_dirs').exists()
