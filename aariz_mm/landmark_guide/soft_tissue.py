"""Texts of the landmarks of the skin profile."""

from __future__ import annotations

from .texts import GuideText

__all__ = ['SOFT_TISSUE_TEXTS']

SOFT_TISSUE_TEXTS: dict[str, GuideText] = {
    'N`': GuideText(
        '연조직 나지온',
        '정중면에서 이마와 코 사이 피부 외형선의 가장 오목한 점.',
        'Darken the background until the skin shows, and take the deepest point of its curve. It need not lie at '
        'the height of N, and is often lower. On a flat root of the nose the height is unsure: take the middle of '
        'the hollow. A nose rest dents the skin.',
        '피부선이 보이도록 윈도우를 맞추고 곡선의 가장 깊은 점에 찍는다. 골성 N과 같은 높이일 필요는 없으며 더 낮은 '
        '경우가 많다. 콧대가 낮고 평평하면 높이가 불확실하므로 오목한 부분의 가운데를 택한다. 비근부 지지대(nose '
        'rest)에 피부가 눌릴 수 있다.',
        ('N',),
    ),
    'Pn': GuideText(
        '코끝점(비첨)',
        'FH 평면에 수직인 선을 기준으로, 정중면에서 코끝의 최전방점.',
        'Move a perpendicular to FH back until it touches the nose. The tip is burnt out on many films: lift the '
        'gamma or widen the window until the outline closes. A nose cut off by the border has no Pn; mark it as not '
        'visible.',
        'FH 평면의 수직선을 뒤로 옮겨 코에 처음 닿는 점에 찍는다. 코끝은 과노출로 사라지는 일이 많으므로 외형선이 '
        '이어질 때까지 감마를 올리거나 윈도우를 넓힌다. 코가 사진 밖으로 잘렸으면 보이지 않음으로 표시한다.',
        (),
    ),
    'Sn': GuideText(
        '비하점',
        '정중면에서 비주와 상순 피부가 만나는 점.',
        'The corner under the nose. Where it is a curve, halve the angle of the tangents to the columella and to '
        'the lip. The wing of the nose and the nostril lie beside the midline: follow the foremost outline.',
        '코 아래의 모서리이다. 완만한 곡선이면 비주와 상순에 그은 두 접선의 각을 이등분한다. 콧방울과 콧구멍은 '
        '정중선 옆에 있으므로 가장 앞의 외형선을 따른다.',
        ('Ls',),
    ),
    'Ls': GuideText(
        '상순점',
        '정중면에서 상순 홍순연의 가장 돌출한 점.',
        'The red of the lip has no edge on a film: it begins where the skin of the lip turns over to the front. '
        'Take the most prominent point there. Some readers keep to the upper margin of the red, some to the '
        'foremost point, which lies lower: keep to one.',
        '홍순의 경계는 방사선사진에 보이지 않는다. 상순 피부가 앞으로 돌아 나오는 곳에서 가장 돌출한 점을 택한다. '
        '홍순 위쪽 경계를 쓰는 판독자와 그보다 아래의 최전방점을 쓰는 판독자가 있으므로 한 가지 방법을 일관되게 '
        '쓴다.',
        ('Li', 'Sn'),
    ),
    'Li': GuideText(
        '하순점',
        '정중면에서 하순 홍순연의 가장 돌출한 점.',
        'As for the upper lip: the most prominent point where the red turns over into the skin above the fold of '
        'the chin. A lip that is caught behind the upper incisors rolls out, and the point moves down. Lips are to '
        'be at rest.',
        '상순과 같이, 홍순이 이순구 위의 피부로 이어지는 곳에서 가장 돌출한 점을 택한다. 하순이 상악 절치에 걸려 '
        '말려 나오면 점이 아래로 옮겨 간다. 입술은 이완 상태여야 한다.',
        ('Ls',),
    ),
    'Pog`': GuideText(
        '연조직 포고니온',
        'FH 평면에 수직인 선을 기준으로, 정중면에서 연조직 이부의 최전방점.',
        'Move a perpendicular to FH back until it touches the skin of the chin, below the fold under the lip. It '
        'need not lie at the height of Pog. Readers who go down to the underside of the chin mark soft-tissue '
        'gnathion: no landmark here is read more differently.',
        'FH 평면의 수직선을 뒤로 옮겨 이순구 아래 턱 피부에 처음 닿는 점에 찍는다. 골성 Pog와 같은 높이일 필요는 '
        '없다. 턱 밑쪽으로 내려가 찍으면 연조직 그나티온이다. 판독자 사이의 차이가 가장 큰 계측점이다.',
        ('Pog', 'Gn'),
    ),
}  # fmt: skip
"""Symbol -> text."""
