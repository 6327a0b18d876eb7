"""Texts of the landmarks of the teeth."""

from __future__ import annotations

from .texts import GuideText

__all__ = ['TOOTH_TEXTS']

TOOTH_TEXTS: dict[str, GuideText] = {
    'UIT': GuideText(
        '상악 중절치 절단연',
        '가장 전방에 있는 상악 중절치의 절단연 끝.',
        'The enamel is the brightest edge in front: zoom in and place it on the edge itself. Of several incisors '
        'take the most prominent crown and keep to that tooth for the apex. A bracket or a crown may make the edge '
        'look longer.',
        '법랑질은 앞쪽에서 가장 밝은 경계이다. 확대하여 절단연 위에 찍는다. 절치가 여러 개 겹치면 가장 전방의 '
        '치관을 택하고 치근첨도 같은 치아에서 찍는다. 브라켓이나 보철물 때문에 절단연이 길어 보일 수 있다.',
        ('LIT',),
    ),
    'UIA': GuideText(
        '상악 중절치 치근첨',
        '가장 전방에 있는 상악 중절치(UIT와 같은 치아)의 치근첨.',
        'Follow both sides of the root up from the crown until they meet. Where the tip fades, carry the axis on to '
        'the usual length of the root, a quarter more than the crown. Canine roots and A lie near. An open apex in '
        'the young: the middle of the opening.',
        '치관에서 치근의 양쪽 경계를 따라 올라가 만나는 곳에 찍는다. 끝이 흐리면 치아 장축을 따라 보통의 치근 '
        '길이(치관의 약 1.25배)만큼 연장한다. 견치 치근과 A점이 가까이 있다. 어린 환자의 열린 치근첨에서는 열린 '
        '부분의 가운데를 택한다.',
        ('A', 'LIA'),
    ),
    'LIT': GuideText(
        '하악 중절치 절단연',
        '가장 전방에 있는 하악 중절치의 절단연 끝.',
        'Usually behind or below the upper edge, often inside the bright upper crown: narrow the window there. Four '
        'lower incisors overlap; take the most prominent crown. In a deep bite look for the edge through the upper '
        'tooth.',
        '대개 상악 절단연의 뒤쪽 아래에 있고 밝은 상악 치관과 겹치는 경우가 많으므로 그 부분의 윈도우를 좁힌다. '
        '하악 절치 네 개가 겹치면 가장 전방의 치관을 택한다. 과개교합에서는 상악 치아를 투과하여 절단연을 찾는다.',
        ('UIT',),
    ),
    'LIA': GuideText(
        '하악 중절치 치근첨',
        '가장 전방에 있는 하악 중절치(LIT와 같은 치아)의 치근첨.',
        'Often cannot be seen in the dense symphysis. Fix LIT, draw the axis through the middle of the crown and '
        'the pulp, and place the apex in the middle of the bone at the usual length. Among the least sure of the '
        'teeth; say so if it is a guess.',
        '치밀한 하악결합부에 묻혀 보이지 않는 경우가 많다. LIT를 정한 뒤 치관과 치수의 가운데를 지나는 장축을 긋고, '
        '보통의 치근 길이에서 결합부 뼈의 가운데에 찍는다. 치아 계측점 중 가장 불확실한 편이므로 추정한 경우에는 '
        '그렇게 적는다.',
        ('B', 'UIA'),
    ),
    'UMT': GuideText(
        '상악 제1대구치 근심 교두정',
        '상악 제1대구치의 근심협측 교두정. 양측이 어긋나 보이면 두 점의 중점.',
        'Count from behind: the first molar has the widest crown, under the key ridge. Its mesial cusp is the front '
        'tip of that crown. Left and right molars rarely cover each other; take the middle of both cusps. Fillings '
        'bloom, so the cusp lies at the edge of the bright spot.',
        '제1대구치는 key ridge 아래에 있고 치관이 가장 넓다. 그 치관의 앞쪽 교두 끝이 근심 교두정이다. 좌우 '
        '대구치는 겹치지 않는 일이 많으므로 두 교두정의 중점을 택한다. 금속 수복물은 번져 보이므로 밝은 부분의 '
        '가장자리를 따른다.',
        ('LMT', 'UPM'),
    ),
    'UPM': GuideText(
        '상악 제2소구치 교두정',
        '상악 제2소구치의 교두정. 양측이 어긋나 보이면 두 점의 중점.',
        'The tooth just in front of the first molar, with one tip seen from the side. In a mixed dentition the '
        'second milk molar stands there, wide as a molar: leave the point unmarked rather than use it. After '
        'extraction of a premolar count from the molar.',
        '제1대구치 바로 앞의 치아로, 옆에서 보면 교두가 하나이다. 혼합치열기에는 그 자리에 대구치처럼 넓은 '
        '제2유구치가 있다. 그때는 유구치를 쓰지 말고 표시하지 않는다. 소구치를 발치한 경우에는 대구치부터 센다.',
        ('UMT', 'LPM'),
    ),
    'LMT': GuideText(
        '하악 제1대구치 근심 교두정',
        '하악 제1대구치의 근심협측 교두정. 양측이 어긋나 보이면 두 점의 중점.',
        'In good occlusion the lower first molar stands half a cusp in front of the upper one. The upper crown '
        'covers its cusp, so that both tips lie in one bright band: the lower tip points up. Take the middle of '
        'both sides.',
        '정상 교합에서 하악 제1대구치는 상악보다 반 교두 앞에 있다. 상악 치관이 하악 교두를 덮어 한 띠처럼 밝게 '
        '보이며, 위를 향한 끝이 하악 교두정이다. 양측의 중점을 택한다.',
        ('UMT', 'LPM'),
    ),
    'LPM': GuideText(
        '하악 제2소구치 교두정',
        '하악 제2소구치의 교두정. 양측이 어긋나 보이면 두 점의 중점.',
        'The tooth just in front of the lower first molar; its tip points up and often bites between both upper '
        'premolars. Follow its root down to be sure that it is a lower tooth. Milk molars: as for UPM, leave it '
        'unmarked.',
        '하악 제1대구치 바로 앞의 치아로, 교두정은 위를 향하며 흔히 상악 두 소구치 사이로 교합한다. 치근을 따라 '
        '내려가 하악 치아인지 확인한다. 유구치가 있으면 UPM과 마찬가지로 표시하지 않는다.',
        ('LMT', 'UPM'),
    ),
}  # fmt: skip
"""Symbol -> text."""
