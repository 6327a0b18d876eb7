"""Names of measurements in Korean, and what values below and above their norm mean."""

from __future__ import annotations

__all__ = ['ANALYSIS_NAMES_KO', 'MEANINGS_KO', 'NAMES_KO']

_LINES = """
SNA | SNA | 상악 후방위 | 상악 전방위
SNB | SNB | 하악 후방위 | 하악 전방위
ANB | ANB | 골격성 III급 경향 | 골격성 II급 경향
facial_angle | 안면각(Facial angle) | 이부 후방위 | 이부 전방위
convexity | 돌출각(Angle of convexity) | 오목한 안모 | 볼록한 안모
Wits | Wits | 골격성 III급 경향 | 골격성 II급 경향
Wits_functional | Wits (기능 교합평면) | 골격성 III급 경향 | 골격성 II급 경향
Co-A | 중안면 길이(Co-A) | 중안면 짧음 | 중안면 긺
Co-Gn | 하악골 길이(Co-Gn) | 하악골 짧음 | 하악골 긺
Co_difference | 상하악 길이 차 | 중안면에 비해 하악 짧음 | 중안면에 비해 하악 긺
FH-NA | 상악 깊이(FH-NA) | 상악 후방위 | 상악 전방위
A-Nperp | A-N 수선 | A점이 수선 후방 | A점이 수선 전방
Pog-Nperp | Pog-N 수선 | 이부가 수선 후방 | 이부가 수선 전방
A-NPog | A점 돌출도 | A점이 안면 평면 후방 | A점이 안면 평면 전방
S-N-ANS | 상악 기저 전돌도(S-N-ANS) | ANS 후방위 | ANS 전방위
SN-Pog | 하악 기저 전돌도(SN-Pog) | 이부 후방위 | 이부 전방위
Pog-NB | Pog-NB | 이부 편평 | 이부 돌출
S-L | S-L | L점 후방위 | L점 전방위
AB_plane | A-B 평면각 | 골격성 II급 경향 | 골격성 III급 경향
APDI | APDI | 골격성 II급 경향 | 골격성 III급 경향
Beta | Beta각 | 골격성 II급 경향 | 골격성 III급 경향
ANB_Eastman | ANB (Eastman 보정) | 골격성 III급 경향 | 골격성 II급 경향
ANB_ind | 개별화 ANB | 낮은 ANB 예상 | 높은 ANB 예상
ANB_ind_difference | ANB-개별화 ANB | 골격성 III급 경향 | 골격성 II급 경향
Co-ANS | 상악 단위 길이(Co-ANS) | 상악 단위 짧음 | 상악 단위 긺
Co-Pog | 하악 단위 길이(Co-Pog) | 하악 단위 짧음 | 하악 단위 긺
Harvold_difference | Harvold 단위 차 | 골격성 II급 경향 | 골격성 III급 경향
Y_axis | Y축 | 이부 전방 성장 | 이부 하방 성장
FMA | FMA | 하악 평면 완만(FH) | 하악 평면 가파름(FH)
SN-MP | SN-하악 평면(Go-Me) | 하악 평면 완만(SN) | 하악 평면 가파름(SN)
SN-GoGn | SN-GoGn | 하악 평면 완만(SN) | 하악 평면 가파름(SN)
saddle | 안장각(Saddle angle) | 관절 전방위 | 관절 후방위
articular | 관절각(Articular angle) | 관절에서 하악 전방위 | 관절에서 하악 후방위
gonial | 하악각(Gonial angle) | 하악 전방 성장 | 하악 하방 성장
Bjork_sum | Björk sum | 하악 전방 회전 | 하악 후방 회전
Jarabak | Jarabak 비 | 고발산형 | 저발산형
S-Go | 후안면고경(S-Go) | 후안면 짧음 | 후안면 긺
N-Me | 전안면고경(N-Me) | 전안면 짧음 | 전안면 긺
N-ANS | 상안면고경(N-ANS) | 상안면 짧음 | 상안면 긺
ANS-Me | 하안면고경(ANS-Me) | 하안면 짧음 | 하안면 긺
lower_face | 하안면고경비 | 하안면 비율 작음 | 하안면 비율 큼
PP-SN | 구개평면-SN | 구개평면 상방 경사 | 구개평면 하방 경사
PP-FH | 구개평면-FH | 구개평면 상방 경사 | 구개평면 하방 경사
PP-MP | 구개평면-하악 평면(MMPA) | 두 평면 사이 좁음 | 두 평면 사이 넓음
SN-OP | 교합평면-SN | 교합평면 완만 | 교합평면 가파름
FH-OP | 교합평면-FH | 교합평면 완만 | 교합평면 가파름
AB-MP | A-B-하악 평면 | A-B와 하악의 각 작음 | A-B와 하악의 각 큼
ODI | ODI | 개방교합 경향 | 과개교합 경향
gonial_upper | 상부 하악각 | 하악지 직립 | 하악지 경사, 이부 전방 성장
gonial_lower | 하부 하악각 | 하악체 완만 | 하악체 가파름, 이부 하방 성장
S-N | 전두개저(S-N) | 전두개저 짧음 | 전두개저 긺
S-Ar | 후두개저(S-Ar) | 후두개저 짧음 | 후두개저 긺
Ar-Go | 하악지 길이(Ar-Go) | 하악지 짧음 | 하악지 긺
Go-Me | 하악체 길이(Go-Me) | 하악체 짧음 | 하악체 긺
FHI | 안면고경 지수(FHI) | 전안면고경 큼 | 후안면고경 큼
lower_face_PP | 하안면고경비(구개평면 수직) | 하안면 비율 작음 | 하안면 비율 큼
U1-SN | U1-SN | 설측 경사 | 순측 경사
U1-NA_deg | U1-NA (각도) | 설측 경사 | 순측 경사
U1-NA_mm | U1-NA (거리) | 절단연 후방위 | 절단연 전방위
L1-NB_deg | L1-NB (각도) | 설측 경사 | 순측 경사
L1-NB_mm | L1-NB (거리) | 절단연 후방위 | 절단연 전방위
IMPA | IMPA | 설측 경사 | 순측 경사
FMIA | FMIA | 순측 경사 | 설측 경사
interincisal | 절치간각 | 전치 순측 경사 | 전치 직립
overjet | 수평피개(Overjet) | 절단교합 또는 반대교합 | 수평피개 증가
overbite | 수직피개(Overbite) | 개방교합 | 과개교합
overjet_FH | 수평피개(FH 방향) | 절단교합 또는 반대교합 | 수평피개 증가
overbite_FH | 수직피개(FH 수직) | 개방교합 | 과개교합
U1-PP | U1-구개평면 | 설측 경사 | 순측 경사
U1-Aperp | U1-A 수선 | 절단연 후방위 | 절단연 전방위
U1-APog | U1-A-Pog | 절단연 후방위 | 절단연 전방위
L1-APog_mm | L1-A-Pog (거리) | 절단연 후방위 | 절단연 전방위
L1-APog_deg | L1-A-Pog (각도) | 설측 경사 | 순측 경사
L1-OP | L1-교합평면 | 설측 경사 | 순측 경사
Holdaway_difference | L1-NB-Pog-NB (Holdaway 비) | 이부가 절단연 전방 | 절단연이 이부 전방
E-line_upper | 상순-E선 | 상순 후방위 | 상순 전방위
E-line_lower | 하순-E선 | 하순 후방위 | 하순 전방위
soft_facial_angle | 연조직 안면각 | 연조직 이부 후방위 | 연조직 이부 전방위
H_angle | H각 | 상순 후방위 | 상순 전방위
Sn-H | Sn-H선 | 상순 편평 | 상순 말림
Li-H | 하순-H선 | 하순이 H선 후방 | 하순이 H선 전방
nose_prominence | 코 돌출도 | 코 작음 | 코 큼
chin_thickness | 이부 연조직 두께 | 얇음 | 두꺼움
Z_angle | Z각 | 입술 돌출 | 입술 후퇴
nasolabial_Pn | 비순각(Pn 기준) | 비순각 작음 | 비순각 큼
Ls-SnPog | 상순-Sn-Pog` | 상순 후방위 | 상순 전방위
Li-SnPog | 하순-Sn-Pog` | 하순 후방위 | 하순 전방위
"""
_ROWS = [[cell.strip() for cell in line.split('|')] for line in _LINES.strip().splitlines()]
NAMES_KO: dict[str, str] = {key: name for key, name, *_ in _ROWS}
"""By the key of :data:`aariz_mm.analysis.MEASUREMENTS`; the terms are those of the review page."""
MEANINGS_KO: dict[str, tuple[str, str]] = {key: (low, high) for key, _, low, high in _ROWS}
"""What a value below and above its norm means, by key."""
ANALYSIS_NAMES_KO: dict[str, str] = dict(
    steiner='Steiner 분석', downs='Downs 분석', tweed='Tweed-Merrifield 분석', ricketts='Ricketts 분석',
    mcnamara='McNamara 분석', jarabak='Jarabak 분석(Björk-Jarabak)', bjork='Björk 분석', eastman='Eastman 분석',
    kim='Kim 분석', holdaway='Holdaway 연조직 분석', wits='Wits 평가', harvold='Harvold 분석',
    bergen='개별화 ANB(Bergen)', legan_burstone='Legan-Burstone 연조직 분석',
)  # fmt: skip
"""By the key of :data:`aariz_mm.analysis.NAMED_ANALYSES`."""
