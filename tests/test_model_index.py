"""The model index names every config, and no figure that the pages of results do not have."""

from pathlib import Path

import pytest
import yaml
from config_files import CONFIGS

ROOT = Path(__file__).parents[1]
METAFILES = [ROOT / path for path in yaml.safe_load((ROOT / 'model-index.yml').read_text(encoding='utf-8'))['Import']]
PAGES = ''.join((ROOT / page).read_text(encoding='utf-8') for page in ('README.md', 'docs/results.md'))


def read_models(path):
    return yaml.safe_load(path.read_text(encoding='utf-8'))['Models']


def test_every_config_is_listed_once():
    listed = [ROOT / model['Config'] for path in METAFILES for model in read_models(path)]
    assert sorted(listed) == CONFIGS


def test_every_metafile_is_imported_and_stands_beside_its_configs():
    assert sorted(METAFILES) == sorted((ROOT / 'configs').rglob('*.yml'))
    for path in METAFILES:
        assert all((ROOT / model['Config']).parent == path.parent for model in read_models(path))


@pytest.mark.parametrize('path', METAFILES, ids=lambda path: f'{path.parent.name}-{path.stem}')
def test_models_are_of_a_collection_of_their_file(path):
    collections = {each['Name'] for each in yaml.safe_load(path.read_text(encoding='utf-8'))['Collections']}
    for model in read_models(path):
        assert model['In Collection'] in collections and model['Name'] == Path(model['Config']).stem


@pytest.mark.parametrize('path', METAFILES, ids=lambda path: f'{path.parent.name}-{path.stem}')
def test_figures_stand_on_the_pages_of_results(path):
    for model in read_models(path):
        for result in model.get('Results', []):
            for metric, value in result['Metrics'].items():
                assert str(value) in PAGES, f'{model["Name"]}: {metric} {value}'
