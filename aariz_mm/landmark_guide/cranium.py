"""Texts of the landmarks of the cranial base, the orbit and the ear."""

from __future__ import annotations

from .texts import GuideText

__all__ = ['CRANIUM_TEXTS']

CRANIUM_TEXTS: dict[str, GuideText] = {
    'S': GuideText(
        '셀라(터키안 중심점)',
        '뇌하수체와(터키안) 외형선의 중심점. 위쪽은 전·후상돌기를 잇는 선으로 닫힌 것으로 본다.',
        'Close the fossa above with a line from the anterior to the posterior clinoid process and take the middle '
        'of its height and width by eye. A bridge between the processes or a double floor is not part of the fossa: '
        'use the sharper outline. Among the surest of all landmarks.',
        '전상돌기와 후상돌기를 잇는 선으로 위쪽을 닫고, 높이와 너비의 한가운데를 눈으로 정한다. 돌기 사이의 '
        '골교(sella bridge)나 이중으로 보이는 바닥은 포함하지 않으며, 더 선명한 외형선을 따른다. 가장 재현성이 높은 '
        '계측점 중 하나이다.',
        (),
    ),
    'N': GuideText(
        '나지온(비근점)',
        '정중면에서 전두비골 봉합의 최전방점.',
        'Follow the front of the frontal bone down to the dark notch of the suture and stay on the bone, not on the '
        'skin. In the young the suture is a gap: take its front end. Where it cannot be seen, take the deepest '
        'point between the two bones. An error runs up and down along the profile.',
        '전두골 앞면을 따라 내려와 봉합부의 어두운 홈을 찾는다. 피부가 아니라 뼈 위에 찍는다. 어린 환자에서는 '
        '봉합이 틈으로 보이므로 그 앞쪽 끝을 택한다. 봉합이 보이지 않으면 두 뼈 사이에서 가장 오목한 점을 택한다. '
        '오차는 주로 위아래 방향으로 생긴다.',
        ('N`',),
    ),
    'Or': GuideText(
        '오르비탈레(안와하연점)',
        '골성 안와 하연의 최하방점. 양측이 어긋나 보이면 두 점의 중점.',
        'The rim is the bright curve in front, below the eye; the floor of the orbit runs on behind it and dips '
        'lower, and the roof of the maxillary sinus lies beside it. Place it on the rim. Trace both rims and take '
        'the middle. Readers differ forward and back along the rim.',
        '안와연은 눈 아래 앞쪽의 밝은 곡선이다. 그 뒤로 더 낮게 내려가는 안와저나 상악동 천장과 혼동하지 않고 '
        '안와연 위에 찍는다. 양쪽 안와연을 모두 그려 중점을 택한다. 판독자 사이의 차이는 주로 전후 방향으로 생긴다.',
        (),
    ),
    'Po': GuideText(
        '포리온(외이도 상연점)',
        '골성 외이도의 최상방점(해부학적 포리온). 양측이 어긋나 보이면 두 점의 중점.',
        'Look for an oval dark hole behind the condyle, its top about as high as the top of the condyle. The ring '
        'of the ear rod is round, sharp and often lower (machine porion): do not use it. The smaller dark hole '
        'above and behind is the internal meatus. The least sure point of the Frankfort horizontal.',
        '과두 뒤에서 상연이 과두 상연과 비슷한 높이에 있는 타원형의 어두운 구멍을 찾는다. 이어로드의 상은 둥글고 '
        '선명하며 흔히 더 낮다. 이것은 기계적 포리온이므로 쓰지 않는다. 뒤쪽 위의 더 작은 구멍은 내이도이다. FH '
        '평면을 정하는 두 점 중 덜 확실한 점이다.',
        ('Co',),
    ),
    'Ar': GuideText(
        '아르티큘라레(관절점)',
        '하악 과두경부 후연과 두개저 하연 외형선이 만나는 교점. 양측이 어긋나 보이면 두 점의 중점.',
        'A crossing of two shadows, no point of a bone. Follow the posterior border of the ramus up behind the '
        'condyle until the outline of the cranial base cuts it. With an open mouth it moves with the mandible. A '
        'mark on top of the condyle is Co. Readers differ up and down the border.',
        '뼈 위의 점이 아니라 두 음영의 교점이다. 하악지 후연을 따라 과두 뒤로 올라가 두개저 외형선과 만나는 곳에 '
        '찍는다. 입을 벌리고 촬영하면 하악과 함께 움직인다. 과두의 꼭대기에 찍으면 Co이다. 판독자 사이의 차이는 '
        '주로 후연을 따라 위아래로 생긴다.',
        ('Co', 'R'),
    ),
}  # fmt: skip
"""Symbol -> text."""
