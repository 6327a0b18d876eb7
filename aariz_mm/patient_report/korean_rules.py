"""Rules of classes, and what an analysis has that no landmark gives, in Korean."""

from __future__ import annotations

from collections.abc import Callable

from aariz_mm.reading.korean_texts import translate

__all__ = ['MISSING_KO', 'RULE_NAMES_KO', 'missing_in_korean', 'rule_in_korean']

RULE_NAMES_KO = {
    'Skeletal class (ANB)': '골격 분류(ANB)', 'Skeletal class (Wits)': '골격 분류(Wits)',
    'Skeletal class (ANB and Wits)': '골격 분류(ANB와 Wits)', 'Growth pattern (FMA)': '성장 양상(FMA)',
    'Growth pattern (SN-GoGn)': '성장 양상(SN-GoGn)', 'Growth pattern (Jarabak ratio)': '성장 양상(Jarabak 비)',
    'Growth pattern': '성장 양상', 'Upper incisor (U1-SN)': '상악 전치(U1-SN)',
    'Lower incisor (IMPA)': '하악 전치(IMPA)',
}  # fmt: skip
"""Names of classes, by the English one."""
_RULES = (
    (r'(?P<key>\S+) from (?P<low>\S+) to (?P<high>[^:]+): (?P<within>[^;]+); above: (?P<above>[^;]+); below: '
     r'(?P<below>.+)', '{key} {low}~{high}: {within}; 초과: {above}; 미만: {below}'),
    (r'the class that ANB and Wits agree on; .+', 'ANB와 Wits가 일치하는 분류; 다르거나 하나가 없으면 판정 불가'),
    (r'the class that two of the three growth rules above give; .+', '위 세 성장 기준 중 둘이 일치하는 분류; 셋이 모두 '
     '다르면 판정 불가'),
)  # fmt: skip
_SOURCES = (
    (r'(?P<author>.+), customary limits', '{author}, 관용 범위'),
    (r'(?P<author>.+), mean ± SD', '{author}, 평균 ± 표준편차'),
    (r'the (two|three) rules above together', '위 기준을 종합'),
)
MISSING_KO = {
    'D, centre of the symphysis': 'D, 하악 결합부의 중심', 'E, hindmost point of the condyle': 'E, 과두의 최후방점',
    'Lips to the S line': '입술-S선', 'middle of the lower border of the nose': '코 하연의 중간점',
    'Upper lip thickness': '상순 두께', 'outlines of the lip': '입술 외형', 'Total chin thickness': '전체 이부 두께',
    'outline of the chin above Pog`': 'Pog` 위쪽의 이부 외형', 'Facial axis': '안면축',
    'Lower face height ANS-Xi-Pm': '하안면고경 ANS-Xi-Pm', 'Mandibular arc': '하악궁',
    'Xi, Pm, centre of the condyle': 'Xi, Pm, 과두의 중심',
    'Upper molar to the pterygoid vertical': '상악 대구치-익돌 수직선',
    'hind wall of the pterygomaxillary fissure, hind surface of the molar': '익돌상악열 후벽, 대구치 후면',
    'Cranial deflection and length': '두개저 편향과 길이', 'Ramus position': '하악지 위치',
    'Ba, pterygomaxillary fissure': 'Ba, 익돌상악열', 'Upper and lower pharynx': '상부와 하부 인두',
    'outlines of the soft palate, tongue and pharynx': '연구개, 혀, 인두의 외형',
    'Upper alveolar prognathism S-N-Pr': '상악 치조 전돌도 S-N-Pr', 'Pr (prosthion)': 'Pr (프로스티온)',
    'Lower alveolar prognathism, chin angle': '하악 치조 전돌도, 이부각', 'Id (infradentale)': 'Id (인프라덴탈레)',
    'Superior sulcus depth': '상순구 깊이', 'deepest point of the upper lip': '상순의 최심점',
    'Upper lip thickness and strain': '상순 두께와 긴장',
    'outlines of the upper lip and of the crown': '상순과 치관의 외형', 'Inferior sulcus to the H line': '하순구-H선',
    'deepest point between lower lip and chin': '하순과 이부 사이의 최심점',
    'Facial convexity, maxillary and mandibular prognathism': '안모 돌출도, 상악과 하악 전돌도',
    'glabella': '글라벨라(미간점)', 'Lower face-throat angle': '하안면-목 각',
    'cervical point, soft-tissue gnathion': '경부점, 연조직 그나티온', 'Mentolabial sulcus': '이순구',
    'Lip lengths, interlabial gap': '입술 길이, 입술 사이 간격', 'stomion of both lips': '상하순의 스토미온',
}  # fmt: skip
"""Parts of analyses that the landmarks do not give, and what they take, by the English text; letters alone stay."""


def rule_in_korean(name: str, rule: str, source: str, label: Callable[[str], str]) -> str:
    """A rule of classes with its source.

    Args:
        label: puts the name of a class, as 'class I', into Korean.
    """
    parts = dict.fromkeys(('within', 'above', 'below'), label)
    return f'{RULE_NAMES_KO.get(name, name)}: {translate(rule, _RULES, parts)} ({translate(source, _SOURCES)})'


def missing_in_korean(text: str) -> str:
    """A part of an analysis, or what it takes."""
    return MISSING_KO.get(text, text)
