"""Codes of a report are of the standard, as pydicom lists them, or of the private scheme; meanings are theirs."""

from datetime import datetime

import pytest

pytest.importorskip('highdicom', reason='the objects need the extra dicom')

from dicom_sources import made_result, make_source
from pydicom.sr._concepts_dict import concepts

from aariz_mm.dicom import structured_report
from aariz_mm.dicom.vocabulary import FINDING_SITES, SCHEME, unit_code
from aariz_mm.landmarks import SYMBOLS

MEANINGS = {}
for _scheme, _names in concepts.items():
    for _codes in _names.values():
        for _code, (_meaning, *_) in _codes.items():
            MEANINGS.setdefault((_scheme, _code), set()).add(_meaning.lower())
OF_TEMPLATES = {
    ('UMLS', 'C0034375'): 'Qualitative Evaluations',  # TID 1500
    ('UCUM', '{pixels}'): 'Pixels',  # TID 1602
    ('RFC5646', 'en-US'): 'English (United States)',  # TID 1204
    ('SCT', '260753009'): 'Source',  # TID 1410, as highdicom writes it
    ('UCUM', 'mm'): 'millimeter',
}
"""Codes that the dictionary lacks, as templates write them in their text, or has with another meaning."""


def codes_in(dataset):
    for element in (one for one in dataset if one.VR == 'SQ'):
        for item in element.value:
            if 'CodeMeaning' in item:
                value = item.get('CodeValue') or item.get('LongCodeValue')
                yield item.CodingSchemeDesignator, value, item.CodeMeaning
            yield from codes_in(item)


@pytest.fixture(scope='module')
def codes():
    return set(codes_in(structured_report(made_result(keys=None), make_source(), datetime(2026, 2, 14))))


def test_public_codes_are_of_the_standard_with_its_meaning(codes):
    public = [one for one in codes if one[0] != SCHEME]
    assert len(public) > 30
    for scheme, value, meaning in public:
        known = OF_TEMPLATES.get((scheme, value))
        assert meaning == known or meaning.lower() in MEANINGS[scheme, value], (scheme, value, meaning)


def test_a_private_code_has_one_meaning(codes):
    private = [one for one in codes if one[0] == SCHEME]
    assert len({value for _, value, _ in private}) == len(private) > 60


def test_every_landmark_has_a_place():
    assert set(FINDING_SITES) == set(SYMBOLS)


def test_a_number_of_sd_has_no_unit():
    assert (unit_code('1').CodeValue, unit_code('1').CodeMeaning) == ('1', 'no units')
