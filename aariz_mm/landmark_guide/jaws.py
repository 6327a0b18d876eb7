"""Texts of the landmarks of the maxilla and the mandible."""

from __future__ import annotations

from .texts import GuideText

__all__ = ['JAW_TEXTS']

JAW_TEXTS: dict[str, GuideText] = {
    'A': GuideText(
        'A점(상악 치조 기저부 최심점)',
        'ANS와 상악 치조정 사이에서 상악골 전면 정중 외형선이 가장 깊이 들어간 점. 두 점을 잇는 선에서 가장 먼 '
        '점이다.',
        'Brighten the thin bone in front of the incisor roots, follow it down from ANS and stop where it lies '
        'deepest, near the height of the root apices. The root, the cheek and the shadow of the lip look like bone. '
        'Its height is much less sure than its depth.',
        '절치 치근 앞의 얇은 뼈가 보이도록 밝기를 맞추고, ANS에서 외형선을 따라 내려가 가장 깊은 곳에 찍는다. 대개 '
        '치근첨 높이이다. 치근, 볼, 입술의 음영을 뼈로 잘못 보기 쉽다. 전후 위치보다 상하 위치가 훨씬 불확실하다.',
        ('ANS', 'UIA'),
    ),
    'ANS': GuideText(
        '전비극',
        '정중면에서 비강저 앞쪽에 있는 뾰족한 골극의 끝.',
        'Follow the nasal floor forward until the bone ends in a point above and in front of A. The tip is thin and '
        'fades in a dark picture, so widen the window before you stop; the cartilage of the nose goes on in front '
        'of it. Its height is surer than how far forward it reaches.',
        '비강저를 따라 앞으로 가서 A점의 앞쪽 위에서 뼈가 뾰족하게 끝나는 곳을 찾는다. 끝이 얇아 사진이 어두우면 '
        '사라지므로 윈도우를 넓힌 뒤 판단한다. 그 앞으로는 비연골이 이어진다. 전후 위치보다 상하 위치가 확실하다.',
        ('A',),
    ),
    'PNS': GuideText(
        '후비극',
        '정중면에서 골구개의 최후방점, 즉 후방 골극의 끝.',
        'Where the hard palate thins out to a tip and the soft palate begins, under the lower end of the '
        'pterygomaxillary fissure. An unerupted molar may hide it: then take the crossing of the palate with a line '
        'down from the fissure. It errs forward and back.',
        '익돌상악열 하단 아래에서 경구개가 얇아져 끝나고 연구개가 시작되는 곳이다. 미맹출 대구치에 가리면 '
        '익돌상악열에서 내린 선과 구개가 만나는 점을 택한다. 오차는 주로 전후 방향으로 생긴다.',
        (),
    ),
    'B': GuideText(
        'B점(하악 치조 기저부 최심점)',
        '하악 치조정과 Pog 사이에서 하악골 전면 정중 외형선이 가장 깊이 들어간 점. 두 점을 잇는 선에서 가장 먼 '
        '점이다.',
        'Lay a line from the crest in front of the lower incisor to Pog; B is where the outline lies farthest '
        'behind it. Where the front is nearly straight there is no clear height: take the middle of the hollow. '
        'Stay on the bone, not on the root.',
        '하악 절치 앞 치조정에서 Pog까지 선을 긋고, 외형선이 그 선에서 가장 뒤로 들어간 곳에 찍는다. 전면이 거의 '
        '곧으면 높이가 뚜렷하지 않으므로 오목한 부분의 가운데를 택한다. 치근이 아니라 뼈 위에 찍는다.',
        ('Pog', 'LIA'),
    ),
    'Pog': GuideText(
        '포고니온(이부 최전방점)',
        'FH 평면에 수직인 선을 기준으로, 정중면에서 골성 이부의 최전방점.',
        'Move a perpendicular to FH back until it touches the bony chin. Some readers take the touching point of a '
        'tangent from N instead, which lies lower in a receding chin: keep to one. The outer cortex counts, not the '
        'bright line inside it.',
        'FH 평면의 수직선을 뒤로 옮겨 골성 이부에 처음 닿는 점에 찍는다. N에서 그은 접선의 접점을 쓰는 판독자도 '
        '있으며, 후퇴한 이부에서는 그 점이 더 낮다. 한 가지 방법을 일관되게 쓴다. 안쪽의 밝은 선이 아니라 바깥 '
        '피질골을 따른다.',
        ('Gn', 'Pog`'),
    ),
    'Gn': GuideText(
        '그나티온(이부 최전하방점)',
        '정중면에서 골성 이부의 최전하방점. 외형선 위에서 Pog와 Me의 한가운데이다.',
        'Place Pog and Me first; Gn lies half-way between them on the outline, farthest from the line that joins '
        'them. Another convention lets the bisector of facial plane (N-Pog) and mandibular plane cut the outline. '
        'Both lie within about a millimetre.',
        'Pog와 Me를 먼저 찍는다. Gn은 그 사이 외형선의 한가운데, 두 점을 잇는 선에서 가장 먼 점이다. '
        '안면평면(N-Pog)과 하악평면이 이루는 각의 이등분선이 외형선과 만나는 점을 쓰기도 하며, 두 방법의 차이는 1 '
        'mm 안팎이다.',
        ('Pog', 'Me'),
    ),
    'Me': GuideText(
        '멘톤(이부 최하방점)',
        'FH 평면을 수평으로 놓았을 때 하악결합부 정중 외형선의 최하방점.',
        'The drop-shaped section of the symphysis is the guide: take its lowest point, not that of the lower border '
        'behind it, which belongs to the sides and runs on in a double line. Tilt of the head moves it along the '
        'curve, so think of FH as level.',
        '물방울 모양의 하악결합부 단면을 기준으로 그 최하방점을 택한다. 뒤로 이어지는 하악 하연은 좌우 하악체의 '
        '것이며 흔히 두 줄로 보인다. 머리가 기울면 점이 곡선을 따라 움직이므로 FH 평면을 수평으로 생각하고 찍는다.',
        ('Gn',),
    ),
    'Go': GuideText(
        '고니온(하악각점)',
        '하악지 후연과 하악 하연에 그은 두 접선의 이등분선이 외형선과 만나는, 하악각의 최후하방 외측점. 양측의 '
        '중점.',
        'Draw the tangents to the ramus and to the lower border and halve their angle. The crossing of the tangents '
        'themselves (constructed gonion) lies outside the bone, several millimetres further down and back: some '
        'programs mean that one. Both angles show: take the middle.',
        '하악지 후연과 하악 하연에 접선을 긋고 그 각을 이등분한다. 두 접선의 교점(작도된 고니온)은 뼈 밖, 몇 mm 더 '
        '아래 뒤쪽에 있으며 이 점을 쓰는 프로그램도 있다. 좌우 하악각이 모두 보이면 중점을 택한다.',
        ('R',),
    ),
    'R': GuideText(
        '하악지 후연점',
        '하악지 후연에서 과두와 하악각의 중간쯤에 있는 점. 양측이 어긋나 보이면 두 점의 중점.',
        'Only the posterior border fixes it; its height is by eye, half-way from Ar and Co to Go, where the border '
        'is straightest or slightly hollow. Use it with Ar and Go to draw the ramus and for nothing finer. Aariz '
        'names it Ramus; it is not the R of other systems.',
        '후연 위에 있다는 것만 정해져 있고 높이는 눈대중이다. Ar·Co와 Go의 중간, 후연이 가장 곧거나 약간 오목한 '
        '곳에 찍는다. Ar, Go와 함께 하악지를 그리는 데만 쓴다. Aariz의 Ramus이며 다른 분석법의 R과는 다르다.',
        ('Ar', 'Go'),
    ),
    'Co': GuideText(
        '콘딜리온(과두 최후상방점)',
        '하악 과두의 최후상방점. 양측이 어긋나 보이면 두 점의 중점.',
        'The condyle hides behind the ear rod and the dense petrous bone. Follow the posterior border of the ramus '
        'up past Ar and spread the bright tones; the thin dark joint space bounds the head above. Take the point '
        'between its top and its back. If only one side shows, use it.',
        '과두는 이어로드와 치밀한 측두골 추체부에 가려 잘 보이지 않는다. 하악지 후연을 따라 Ar을 지나 올라가며 밝은 '
        '쪽의 대비를 높여 본다. 과두 위쪽은 가늘고 어두운 관절강이 경계가 된다. 꼭대기와 뒷면 사이의 점을 택한다. '
        '한쪽만 보이면 그쪽을 쓴다.',
        ('Ar', 'Po'),
    ),
}  # fmt: skip
"""Symbol -> text."""
