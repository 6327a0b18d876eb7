import pytest

from aariz_mm.radiographs.shards import Shard, parse_shard


def test_a_part_is_each_nth_item():
    assert Shard(2, 3).take('abcdefgh') == 'beh'
    assert str(parse_shard('3/16')) == '3_of_16'


@pytest.mark.parametrize(('total', 'count'), [(10, 1), (10, 3), (10, 10), (3, 7), (0, 2), (101, 16)])
def test_parts_are_disjoint_and_together_all(total, count):
    parts = [Shard(number, count).take(range(total)) for number in range(1, count + 1)]
    assert sorted(item for part in parts for item in part) == list(range(total))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


@pytest.mark.parametrize('text', ['0/4', '5/4', '1/0', '2', '1/2/3', 'a/b', '-1/4', '', '1/4x', '1.0/4'])
def test_what_is_no_part_is_told(text):
    with pytest.raises(ValueError, match='expected I/N with I from 1 to N'):
        parse_shard(text)
