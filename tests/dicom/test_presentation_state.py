"""Landmarks and tracing over the image: where they lie, in which layers, and how the image is seen."""

from datetime import datetime
from io import BytesIO

import numpy as np
import pytest
from dicom_sources import KINDS, PATIENT, SIZE, made_result, make_source, small_result
from pydicom.dataset import Dataset

from aariz_mm.dicom import presentation_state

WHEN = datetime(2026, 2, 14, 12, 30)


@pytest.fixture(scope='module')
def state():
    return presentation_state(made_result(), make_source(), WHEN)


def graphics(state, layer, kind=None):
    return [
        np.array(one.GraphicData).reshape(-1, 2)
        for annotation in state.GraphicAnnotationSequence
        if annotation.GraphicLayer == layer
        for one in annotation.get('GraphicObjectSequence', ())
        if kind in (None, one.GraphicType)
    ]


def texts(state, layer):
    return [
        one.UnformattedTextValue
        for annotation in state.GraphicAnnotationSequence
        if annotation.GraphicLayer == layer
        for one in annotation.get('TextObjectSequence', ())
    ]


def test_landmarks_are_points_half_a_pixel_from_ours(state):
    told = [[one['value']['x'] + 0.5, one['value']['y'] + 0.5] for one in made_result()['landmarks']]
    assert np.abs(np.concatenate(graphics(state, 'LANDMARKS', 'POINT')) - told).max() < 1e-4


def test_layers_are_those_of_the_tracing(state):
    layers = [one.GraphicLayer for one in state.GraphicLayerSequence]
    assert {'SOFT_TISSUE', 'MANDIBLE', 'PLANES', 'LANDMARKS', 'LABELS', 'NOTICE'} <= set(layers)
    assert [one.GraphicLayerOrder for one in state.GraphicLayerSequence] == [*range(1, len(layers) + 1)]


def test_every_landmark_and_plane_is_named(state):
    assert sorted(texts(state, 'LABELS')) == sorted(one['symbol'] for one in made_result()['landmarks'])
    assert sorted(texts(state, 'PLANES')) == ['FH', 'MP', 'OP', 'PP', 'SN']


def test_notice_says_that_it_is_not_for_diagnosis(state):
    assert texts(state, 'NOTICE')[0].startswith('Not for diagnosis')


def test_outlines_lie_on_the_image_and_are_short(state):
    for layer in (one.GraphicLayer for one in state.GraphicLayerSequence):
        for points in graphics(state, layer):
            assert points.min() >= 0 and (points <= SIZE).all() and len(points) < 8191


def test_outline_that_leaves_the_image_is_cut():
    content = made_result()
    for one in content['landmarks']:
        one['value']['x'] += 60
    cut = presentation_state(content, make_source(), WHEN)
    points = np.concatenate(graphics(cut, 'SOFT_TISSUE'))
    assert points[:, 0].max() <= SIZE[0] and points[:, 0].max() > SIZE[0] - 5


def test_whole_image_is_shown(state):
    (area,) = state.DisplayedAreaSelectionSequence
    corners = [*area.DisplayedAreaTopLeftHandCorner, *area.DisplayedAreaBottomRightHandCorner]
    assert corners == [1, 1, *SIZE] and area.PresentationSizeMode == 'SCALE TO FIT'


def test_state_refers_to_the_image_in_its_study(state):
    (series,) = state.ReferencedSeriesSequence
    assert series.SeriesInstanceUID == PATIENT['SeriesInstanceUID']
    assert series.ReferencedImageSequence[0].ReferencedSOPInstanceUID == PATIENT['SOPInstanceUID']
    assert (state.StudyInstanceUID, state.PatientName) == (PATIENT['StudyInstanceUID'], PATIENT['PatientName'])


def test_window_of_the_source_is_kept(state):
    (window,) = state.SoftcopyVOILUTSequence
    assert (window.WindowCenter, window.WindowWidth) == (2048, 4096)


@pytest.mark.parametrize(('kind', 'shape'), [('dx', 'IDENTITY'), ('inverse', 'INVERSE'), ('plain', 'IDENTITY')])
def test_monochrome_1_is_shown_inverted(kind, shape):
    assert presentation_state(small_result(), make_source(**KINDS[kind]), WHEN).PresentationLUTShape == shape


def test_image_without_window_gets_none():
    assert 'SoftcopyVOILUTSequence' not in presentation_state(small_result(), make_source(**KINDS['plain']), WHEN)


def test_rescaling_and_function_of_the_source_are_kept():
    source = make_source(**{**KINDS['signed'], 'VOILUTFunction': 'SIGMOID'})
    made = presentation_state(small_result(source), source, WHEN)
    assert (made.RescaleIntercept, made.RescaleSlope) == (-100, 1)
    assert made.SoftcopyVOILUTSequence[0].VOILUTFunction == 'SIGMOID'


def table(bits=12, count=4096):
    made = Dataset()
    made.LUTDescriptor = [count, 0, bits]
    made.add_new(0x00283006, 'OW', np.arange(4096, dtype=np.uint16).tobytes())
    return made


def test_voi_table_of_the_source_goes_before_its_window():
    made = presentation_state(small_result(), make_source(VOILUTSequence=[table()]), WHEN)
    (look,) = made.SoftcopyVOILUTSequence
    assert look.VOILUTSequence[0].LUTDescriptor == [4096, 0, 12] and 'WindowCenter' not in look


@pytest.mark.parametrize('broken', [dict(bits=3), dict(count=17), dict(bits=9)])
def test_damaged_table_gives_way_to_the_window(broken):
    made = presentation_state(small_result(), make_source(VOILUTSequence=[table(**broken)]), WHEN)
    assert made.SoftcopyVOILUTSequence[0].WindowCenter == 2048


def test_image_in_colour_gets_a_state_for_colour():
    source = make_source()
    source.SamplesPerPixel, source.PhotometricInterpretation, source.PlanarConfiguration = 3, 'RGB', 0
    made = presentation_state(small_result(), source, WHEN)
    assert made.SOPClassUID.name == 'Color Softcopy Presentation State Storage'


def test_photograph_of_a_film_gets_landmarks_alone():
    tilted = [[1.0, 0.1, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0002, 1.0]]
    made = presentation_state(made_result(flattening=tilted), make_source(), WHEN)
    assert [one.GraphicLayer for one in made.GraphicLayerSequence] == ['LANDMARKS', 'LABELS', 'NOTICE']


def test_same_result_gives_the_same_bytes():
    first, second = BytesIO(), BytesIO()
    for file in (first, second):
        presentation_state(small_result(), make_source(), WHEN).save_as(file, enforce_file_format=True)
    assert first.getvalue() == second.getvalue()
