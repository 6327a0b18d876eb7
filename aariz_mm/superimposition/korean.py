"""Korean texts of a superimposition: its page, its drawing, and the sentences that warn and remark."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ['KOREAN', 'LANGUAGES', 'SENTENCES', 'speaker']

LANGUAGES = ('en', 'ko')
"""Of a page and its drawings."""
KOREAN: dict[str, str] = {
    'Superimposition': '중첩', 'Not for diagnosis.': '진단용이 아닙니다.', 'Radiographs': '방사선 사진',
    'Warnings': '주의', 'Changes of landmarks': '계측점의 변화', 'Changes of measurements': '계측값의 변화',
    'name': '이름', 'age': '나이', 'CVM stage': '경추 성숙 단계', 'scale': '축척', 'file': '파일',
    'landmark': '계측점', 'from, to': '시점', 'forward, mm': '전방, mm', 'up, mm': '상방, mm',
    'distance, mm': '거리, mm', 'direction': '방향', 'remark': '비고', 'measurement': '계측', 'before': '이전',
    'after': '이후', 'change': '변화', 'within measurement error': '측정 오차 이내', 'Made with': '제작',
    'forward': '전방', 'forward and up': '전상방', 'up': '상방', 'backward and up': '후상방', 'backward': '후방',
    'backward and down': '후하방', 'down': '하방', 'forward and down': '전하방', 'by landmarks': '계측점 기준',
    'by structures, accepted': '구조물 기준, 채택됨', 'left out': '제외됨', 'picture': '사진의 x축',
    'Intervals of {level} % in brackets; forward and up along the horizontal':
        '괄호는 {level} % 구간; 전방과 상방의 수평 기준',
    '{pair}: all landmarks together are within measurement error': '{pair}: 모든 계측점을 함께 보면 측정 오차 이내',
    '{pair}: beyond measurement error, all landmarks considered': '{pair}: 모든 계측점을 고려해도 측정 오차를 넘음',
    'beyond error by itself, but not among all': '단독으로는 오차를 넘지만 전체를 고려하면 아님',
    'Marked on none of the radiographs': '어느 방사선 사진에도 표시되지 않은 계측점',
    'S-N at S': 'S 기준 S-N', 'best fit of S, N, Po, Or': 'S, N, Po, Or의 최적 중첩', 'Po-Or at Po': 'Po 기준 Po-Or',
    'structures of the anterior cranial base': '전두개저 구조물', 'ANS-PNS at ANS': 'ANS 기준 ANS-PNS',
    'structures of the maxilla': '상악 구조물', 'Me-Go at Me': 'Me 기준 Me-Go',
    'structures of the mandible': '하악 구조물',
    'Superimposition on {name}': '{name} 중첩', 'On {name}': '중첩 기준: {name}', '{age} years': '{age}세',
    'CVM stage {stage}': '경추 성숙 단계 CS{stage}', 'life-size': '실물 크기', 'mm of the film': '필름상의 mm',
    'Arrows: change, with the ellipse of {level} % where its doubt is known.':
        '화살표: 변화; 불확실성을 아는 곳에는 {level} % 타원.',
    'Ellipses left out, for the doubt reaches over {limit} mm: {count}.':
        '불확실성이 {limit} mm를 넘어 그리지 않은 타원: {count}개.',
    'Reference': '기준', 'Changes': '변화', 'Symbols': '계측점 이름', 'Scale bar': '축척 막대', 'Legend': '범례',
    'True size: print at 100 %, and check the scale bar with a ruler.':
        '실물 크기: 100 %로 인쇄하고 축척 막대를 자로 확인하십시오.',
    'the first radiograph was not found: drawn without it': '첫 방사선 사진을 찾지 못해 사진 없이 그렸습니다',
    'neither Po-Or nor S-N is on the first radiograph: forward is the x axis of its picture':
        '첫 방사선 사진에 Po-Or도 S-N도 없어 사진의 x축을 전방으로 삼았습니다',
    'the radiographs were not read by the same model or reader: what each means by a landmark differs and looks like '
    'change': '방사선 사진을 같은 모델이나 판독자가 읽지 않았습니다: 계측점의 정의 차이가 변화처럼 보입니다',
    'radiographs of a girl and of a boy: are they of one patient?':
        '성별이 다른 방사선 사진입니다: 한 환자의 것인지 확인하십시오',
    'which way the face looks cannot be told from its landmarks; it is taken for right':
        '계측점으로 얼굴 방향을 알 수 없어 오른쪽을 보는 것으로 처리했습니다',
    'the doubt of its landmarks is not known': '계측점의 불확실성을 알 수 없음',
    'the doubt of this landmark, or of one that the reference needs, is not known':
        '이 계측점이나 기준에 필요한 계측점의 불확실성을 알 수 없음',
}  # fmt: skip
"""By the English text."""
SENTENCES: tuple[tuple[str, str], ...] = (
    (r'not marked at (?P<labels>.+)', '{labels}에 표시되지 않음'),
    (r'(?P<symbol>\S+) is laid on itself by this reference: what it did cannot be told',
     '이 기준이 {symbol}을(를) 겹쳐 놓으므로 그 변화는 알 수 없음'),
    (r'(?P<line>\S+) is laid along itself by this reference: (?P<symbol>\S+) can change along it alone',
     '이 기준이 {line}을(를) 겹쳐 놓으므로 {symbol}은(는) 그 선을 따라서만 변할 수 있음'),
    (r'(?P<symbol>\S+) is one of the landmarks that are laid on themselves: its change is what the fit leaves over',
     '{symbol}은(는) 겹쳐 놓는 계측점이므로 그 변화는 중첩의 잔차임'),
    (r'the patient is (?P<later>\S+) years old at (?P<to>.+) and (?P<earlier>\S+) at (?P<start>.+): give radiographs '
     r'in the order of time', '{to}에서 {later}세, {start}에서 {earlier}세입니다: 방사선 사진을 시간 순서로 주십시오'),
    (r'(?P<size>\S+) mm per pixel(?P<source> \(.+\))?, mm of the film: its magnification is unknown',
     '픽셀당 {size} mm{source}, 필름상의 mm: 확대율을 모름'),
    (r'(?P<size>\S+) mm per pixel(?P<source> \(.+\))?, life-size, with a magnification of (?P<factor>\S+)',
     '픽셀당 {size} mm{source}, 실물 크기, 확대율 {factor}'),
    (r'by structures, accepted \(correlation (?P<share>\S+)\)', '구조물 기준, 채택됨 (상관계수 {share})'),
    (r'(?P<first>.+) and (?P<last>.+) are the same picture', '{first}와(과) {last}이(가) 같은 사진입니다'),
    (r'S-N is (?P<a>\S+) mm at (?P<start>.+) and (?P<b>\S+) mm at (?P<to>.+), (?P<share>\S+) %: growth, or another '
     r'magnification or pixel size',
     'S-N이 {start}에서 {a} mm, {to}에서 {b} mm입니다({share} %): 성장이거나 확대율 또는 픽셀 크기의 차이입니다'),
    (r'the magnification of (?P<labels>.+) is unknown, and pixel sizes or where they come from differ: .+',
     '{labels}의 확대율을 모르고 픽셀 크기나 그 출처가 서로 다릅니다: 성장처럼 보이는 것의 일부는 확대율의 차이일 수 '
     '있습니다; 모든 사진에 --magnification을 주거나 사진 속 자로 읽으십시오(--ruler-mm)'),
    (r'the radiograph of (?P<labels>.+) was not found, unchanged since it was read',
     '{labels}의 방사선 사진을 찾지 못했거나 판독 후 바뀌었습니다'),
    (r'the pictures of (?P<first>.+) and (?P<last>.+) were not accepted: (?P<reason>.+)',
     '{first}와(과) {last}의 사진이 채택되지 않았습니다: {reason}'),
    (r'(?P<key>\S+) \((?P<name>.+)\): (?P<lost>.+) is not on both radiographs; mark it, or give another reference',
     '{name}: {lost}이(가) 두 사진에 다 있지 않습니다; 표시하거나 다른 기준을 쓰십시오'),
    (r'(?P<name>.+?): (?P<reason>.+); (?P<used>.+) is used instead', '{name}: {reason}; 대신 {used}을(를) 씁니다'),
    (r'(?P<name>.+?): left out: (?P<reason>.+)', '{name}: 제외됨: {reason}'),
)  # fmt: skip
"""Sentences with parts of their own: a pattern of the English one, and the Korean one."""
_TEXTS = ('name', 'reason', 'used')
"""Parts that are texts of ours; others, such as labels, are the user's."""


def speaker(language: str) -> Callable[[str], str]:
    """What puts an English text into a language; one that is not known stays English.

    Errors:
        ValueError: another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f'language {language!r}: expected one of {", ".join(LANGUAGES)}')
    return _korean if language == 'ko' else str


def _korean(text: str) -> str:
    if text in KOREAN:
        return KOREAN[text]
    for pattern, korean in SENTENCES:
        if found := re.fullmatch(pattern, text):
            parts = {key: value or '' for key, value in found.groupdict().items()}
            return korean.format(**{key: _korean(one) if key in _TEXTS else one for key, one in parts.items()})
    return '; '.join(map(_korean, text.split('; '))) if '; ' in text else text
