"""The page of measurements says what the package measures: each definition, sign and norm, each analysis and class."""

import sys

from markdown_pages import ROOT, read

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS

sys.path.insert(0, str(ROOT / 'docs' / 'rendering'))

import measurement_tables


def test_measurements_page_has_every_measurement_and_class_as_it_is_defined():
    lines = read(ROOT / 'docs/guide/measurements.md').splitlines()
    rows = {line.split('`')[1]: line for line in lines if line.startswith('| `')}
    assert set(rows) == {*MEASUREMENTS, *CLASSIFICATIONS}
    for key, one in MEASUREMENTS.items():
        wanted = [one.name, one.definition.rstrip('.'), one.sign, *map(str, one.norms)]
        assert not [text for text in wanted if text not in rows[key]], key
    for key, one in CLASSIFICATIONS.items():
        assert one.name in rows[key] and one.rule in rows[key] and one.source in rows[key]


def test_tables_of_the_measurements_page_are_those_that_the_package_makes():
    text = read(ROOT / 'docs/guide/measurements.md')
    assert measurement_tables.render(text) == text


def test_a_norm_that_judges_is_bold_and_another_says_how_it_was_measured():
    norms = MEASUREMENTS['FMA'].norms
    tweed, downs = (measurement_tables.norm_text(norm, norms) for norm in norms)
    assert tweed == '**25.0, customary 20 to 30 (Tweed 1954)**'
    assert downs == '21.9 ± 3.2 (Downs 1948), to the tangent of the lower border'
