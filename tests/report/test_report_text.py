import pytest

from aariz_mm.report.document import Figure, Figures, Paragraph, Report, Section, Tile, Tiles
from aariz_mm.report.markdown import escape_markdown, render_markdown
from aariz_mm.report.protocol import as_text, collect_protocol, protocol_line, protocol_section
from aariz_mm.tables import Table


@pytest.mark.parametrize(
    ('text', 'escaped'),
    [
        ('a | b', 'a \\| b'),
        ('Pog`', 'Pog\\`'),
        ('<b>&', '&lt;b&gt;&amp;'),
        ('isbi2015_lite0', 'isbi2015_lite0'),
        ('_a_', '\\_a\\_'),
        ('# a\n\nb', '\\# a b'),
        ('1. a', '1\\. a'),
        ('[x](y)', '\\[x\\](y)'),
    ],
)
def test_escape_markdown_shows_the_text_as_it_is(text, escaped):
    assert escape_markdown(text) == escaped


def test_render_markdown_by_hand():
    table = Table('Errors', ('landmark', 'mm'), (('Pog`', '1.0'),), (('all', '2.0'),))
    figure = Figure('curve.png', b'', (4, 3), 'A curve', 'What it shows')
    blocks = (Paragraph('one', note=True), Tiles((Tile('MRE', '1 mm', 'of 2'),)), table, Figures((figure,)))
    report = Report('T', ('Lede.',), 'split: test', (Section('Result', blocks),))
    lines = [line for line in render_markdown(report, 'mark', 'Careful.', 'x_files').splitlines() if line]
    assert lines == [
        '<!-- mark -->', '# T', 'Lede.', 'split: test', '> Careful.', '## Result', '_one_', '- MRE: **1 mm** (of 2)',
        'Errors', '| landmark | mm |', '| --- | ---: |', '| Pog\\` | 1.0 |', '| **all** | **2.0** |',
        '![A curve](<x_files/curve.png>)', 'What it shows',
    ]  # fmt: skip


def test_protocol_line_says_what_is_not_stated_and_leaves_folds_out_without_a_fold():
    line = protocol_line({}, dict(truth='mean', fold=None, num_folds=5, odd_key=3))
    assert line.startswith('truth: mean · landmarks: not stated · ')
    assert 'fold' not in line and 'odd key: 3' in line and line.endswith('checkpoint: not stated')
    assert 'fold: 0 · folds: 5' in protocol_line({}, dict(fold=0, num_folds=5))
    assert 'truth' not in protocol_line({}, dict(split='test'), of_landmarks=False)


def test_protocol_of_the_description_wins_over_that_of_the_cases():
    assert collect_protocol(dict(protocol_split='test', seed=1), dict(split='valid', truth='mean')) == dict(
        split='test', truth='mean'
    )


def test_protocol_section_lists_checkpoints_versions_and_what_is_not_stated():
    description = dict(checkpoint=['a.pth', 'b.pth'], version_torch='2.9')
    rows = dict(protocol_section(description, {}, 'today').blocks[0].rows)
    assert rows['checkpoint'] == 'a.pth, b.pth' and rows['version of torch'] == '2.9'
    assert rows['config'] == 'not stated' and rows['report written'] == 'today'


def test_as_text_shortens_long_lists_unless_the_whole_is_wanted():
    assert as_text(list('abcdefg')) == '7 (a, b, c, d, e, f …)'
    assert as_text(list('abcdef'), whole=True) == 'a, b, c, d, e, f'
    assert as_text([]) == 'none' and as_text(dict(S1=3, S2=0)) == 'S1: 3, S2: 0'
