"""The doctor on real cephalograms (ISBI 2015 challenge); skipped where they are not there."""

import os
from pathlib import Path

import pytest

from aariz_mm.doctor import examine

ROOT = Path(os.environ.get('ISBI2015_ROOT') or Path(__file__).parents[4] / 'shared' / 'data' / 'isbi2015')
JUNIOR, SENIOR, THIRD = 'Junior Orthodontists', 'Senior Orthodontists', 'CL-Detection 2023'

pytestmark = pytest.mark.skipif(
    not ROOT.is_dir(), reason=f'no ISBI 2015 data at {ROOT}; set ISBI2015_ROOT to its folder to run this test'
)


@pytest.fixture(scope='module')
def report():
    return examine(ROOT)


def test_doctor_counts_the_images_of_isbi2015(report):
    assert {split.split: split.images for split in report.splits} == {'train': 131, 'valid': 147}
    assert {split.split: split.readers[THIRD] for split in report.splits} == {'train': 70, 'valid': 103}
    (device,) = report.devices
    assert (device.pixel_sizes_mm, device.smallest_px, device.largest_px) == ((0.25,), (774, 960), (774, 960))
    assert {reader.reader: len(reader.landmarks) for reader in report.readers} == {JUNIOR: 19, SENIOR: 19, THIRD: 24}
    assert report.orientations == {'facing right': 278}


def test_doctor_measures_the_readers_of_isbi2015(report):
    pairs = {frozenset(pair.readers): pair for pair in report.reader_pairs}
    pair = pairs[frozenset((JUNIOR, SENIOR))]
    assert pair.mean_mm == pytest.approx(2.37, abs=0.01)
    assert max(pair.landmarks, key=lambda landmark: landmark.mean_mm).symbol == 'Pog`'
    assert not any(landmark.alike for landmark in pair.landmarks)


def test_doctor_finds_nothing_in_isbi2015_but_what_is_true(report):
    # Two films of one radiograph, patients that come twice, a scale that makes S-N 59 mm, and a third reader who
    # started from the second; of single labels that are in doubt not all are wrong.
    serious = {finding.code for finding in report.findings if finding.severity != 'info'}
    assert serious == {
        'copies-labelled-differently', 'implausible-pixel-size', 'labels-exchanged', 'landmark-misplaced',
        'landmarks-swapped', 'landmarks-swapped-by-all',
        'near-identical-images-across-splits', 'near-identical-images-within-split', 'reader-copied',
    }  # fmt: skip
    assert {finding.code for finding in report.findings if finding.severity == 'info'} == {
        'landmarks-not-read', 'no-stages', 'no-test-folder', 'partial-reader'
    }  # fmt: skip
    pairs = {tuple(ceph_id for _, ceph_id in group.members): group.across_splits for group in report.copies}
    assert pairs == {
        ('isbi044', 'isbi045'): False, ('isbi056', 'isbi280'): True, ('isbi189', 'isbi190'): False,
        ('isbi238', 'isbi239'): False, ('isbi251', 'isbi286'): False,
    }  # fmt: skip
    assert {group.kind for group in report.copies} == {'near-identical'}
    assert (report.exit_code, report.exclude) == (1, ('isbi056',))


@pytest.mark.parametrize(('ceph_id', 'symbol'), [('isbi181', 'S'), ('isbi234', 'N')])
def test_doctor_names_the_landmarks_on_which_readers_of_isbi2015_are_far_apart(report, ceph_id, symbol):
    found = [one for one in report.findings if one.code == 'landmark-misplaced' and one.ids == (ceph_id,)]
    assert any(f' {symbol} ' in one.message and one.marks[0][0] == symbol for one in found)


def test_doctor_finds_the_exchanged_landmarks_of_isbi2015(report):
    swaps = {finding.message: finding.ids for finding in report.findings if finding.code == 'landmarks-swapped'}
    counts = {message.split(' are ')[0]: len(ids) for message, ids in swaps.items()}
    assert counts == {
        f'{THIRD} and {JUNIOR}: Me and Gn': 36,
        f'{THIRD} and {JUNIOR}: LIT and UIT': 2,
        f'{THIRD} and {SENIOR}: Me and Gn': 36,
        f'{JUNIOR} and {SENIOR}: LIT and UIT': 3,
        f'{JUNIOR} and {SENIOR}: Me and Gn': 1,
    }
