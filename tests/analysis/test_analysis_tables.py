from aariz_mm.analysis import MEASUREMENTS, MeasuredValue, classify, measure
from aariz_mm.analysis.tables import classification_table, measurement_table, votes_text
from aariz_mm.number_text import ABSENT


def test_measurement_table_gives_value_unit_and_meaning():
    # N to S points to 180 degrees, N to A straight down.
    table = measurement_table(measure([[0, 0], [100, 0], [100, 60]], ['S', 'N', 'A'], keys=['SNA', 'SNB']))
    assert table.rows == (
        ('SNA', '90.0', 'deg', 'above 82.0 ± 3.9 (Riedel 1952): maxilla in front'),
        ('SNB', ABSENT, 'deg', 'no B'),
    )


def test_measurement_table_has_a_row_for_each(face, face_px):
    table = measurement_table(measure(face_px, list(face), 0.5), sex='female')
    assert [row[0] for row in table.rows] == list(MEASUREMENTS)


def test_statement_table_gives_verdict_rule_and_source():
    # SNA 90, SNB 45.
    measured = measure([[0, 0], [100, 0], [100, 60], [50, 50]], ['S', 'N', 'A', 'B'])
    anb, wits, *_ = classification_table(classify(measured)).rows
    assert anb[:2] == ('Skeletal class (ANB)', 'class II') and anb[2].startswith('ANB from 0 to 4: class I; above:')
    assert anb[3:] == ('Steiner 1953, customary limits', 'ANB class II')
    assert wits[:2] == ('Skeletal class (Wits)', 'undetermined (Wits: no UMT, LMT, UIT, LIT)')


def test_a_verdict_against_which_others_speak_says_so_in_the_table():
    measured = {key: MeasuredValue(MEASUREMENTS[key], value, '') for key, value in (('ANB', 6.0), ('Wits', -4.0))}
    anb, _, combined = classification_table(classify(measured)).rows
    assert anb[1] == 'class II (rules disagree: ANB class II, Wits class III)'
    assert combined[1] == 'undetermined (rules disagree: ANB class II, Wits class III)'


def test_the_table_takes_age_and_magnification():
    points, symbols = [[0, 0], [0, 111.3]], ['Co', 'Gn']
    measured = measure(points, symbols, 1.0, ['Co-Gn'], magnification=1.0)
    for age, meaning in (
        (26, 'within 120.2 ± 5.3 (McNamara 1984; compared at 1.08)'),
        (9, 'no norm for female, 9 years'),
    ):
        assert measurement_table(measured, 'female', age).rows[0][3].startswith(meaning)


def test_tables_have_their_headings_and_say_which_columns_are_words():
    measured = measure([[0, 0], [100, 0], [100, 60], [50, 50]], ['S', 'N', 'A', 'B'])
    values, classes = measurement_table(measured), classification_table(classify(measured))
    assert (values.caption, values.header) == ('Measurements', ('measurement', 'value', 'unit', 'meaning'))
    assert (classes.caption, classes.header) == ('Classes', ('class', 'verdict', 'rule', 'source', 'votes'))
    assert values.text_columns == (0, 2, 3) and classes.text_columns == (0, 1, 2, 3, 4)
    assert values.last == classes.last == ()


def test_votes_in_words_leave_out_what_says_nothing():
    assert votes_text({'FMA': 'hyperdivergent', 'X': '', 'SN-GoGn': 'normodivergent'}) == (
        'FMA hyperdivergent, SN-GoGn normodivergent'
    )
    assert votes_text({}) == ''
