"""A review of three drawn radiographs that a small model reads."""

import pytest
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
