"""A review of three drawn radiographs that a small model reads."""

import pytest
from made_reviews import open_review, write_folder
from served_reviews import draw_folder, open_client, settings_of, write_model


@pytest.fixture
def xrays(tmp_path):
    return draw_folder(tmp_path / 'xrays')


@pytest.fixture(scope='session')
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp('model') / 'mean_face.onnx')


@pytest.fixture
def client(xrays):
    """A review without a model."""
    with open_client(settings_of(xrays)) as client:
        yield client


@pytest.fixture
def reading_client(xrays, model):
    """A review whose model reads."""
    with open_client(settings_of(xrays, model)) as client:
        yield client


@pytest.fixture
def folder(tmp_path):
    """Radiographs of which nothing is kept yet."""
    return write_folder(tmp_path / 'xrays')


@pytest.fixture
def store(folder):
    """The store of their review."""
    with open_review(folder) as store:
        yield store
