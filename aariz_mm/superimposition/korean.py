"""Korean texts of a superimposition: its page, its drawing, and the sentences that warn and remark."""

from __future__ import annotations

from collections.abc import Callable

from aariz_mm.reading.korean_texts import RESULT_SENTENCES, source_in_korean, translate

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
    'the files name different patients: look whether they are of one':
        '파일에 적힌 환자가 다릅니다: 한 환자의 것인지 확인하십시오',
    'the pictures show nothing in common in this region': '이 부위에서 두 사진에 공통된 것이 보이지 않음',
    'no start: landmarks are missing': '시작할 계측점이 없음',
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
    (r'(?P<scale>.+); as others have none, laid back to mm of the film \((?P<factor>\S+) times\)',
     '{scale}; 확대율을 모르는 사진이 있어 필름상의 mm로 되돌림({factor}배)'),
    (r'(?P<size>\S+) mm per pixel(?P<source> \(.+\))?, mm of the film: its magnification is unknown',
     '픽셀당 {size} mm{source}, 필름상의 mm: 확대율을 모름'),
    (r'(?P<size>\S+) mm per pixel(?P<source> \(.+\))?, life-size, with a magnification of (?P<factor>\S+)',
     '픽셀당 {size} mm{source}, 실물 크기, 확대율 {factor}'),
    (r'the magnification of (?P<labels>.+) is unknown, that of (?P<known>.+) is known: .+',
     '{labels}의 확대율을 모르고 {known}의 확대율은 압니다: 모두 필름상의 mm로 겹쳤으므로 확대율이 다르면 '
     '자라거나 줄어든 것처럼 보입니다; 모든 사진에 --magnification을 주거나 사진 속 자로 읽으십시오(--ruler-mm)'),
    (r'by structures, accepted \(correlation (?P<share>\S+)\)', '구조물 기준, 채택됨 (상관계수 {share})'),
    (r'no part of the head looks alike in the pictures of (?P<first>.+) and (?P<last>.+): are they .+',
     '{first}와(과) {last}의 사진에서 머리의 어느 부위도 비슷하지 않습니다: 한 환자의 것인지, 두 픽셀 크기가 맞는지 '
     '확인하십시오'),
    (r'landmarks that a person placed are taken to be (?P<mm>\S+) mm off .+',
     '사람이 찍은 계측점의 오차를 지정한 대로 {mm} mm(축별 표준편차)로 보았습니다'),
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
    (r'only (?P<share>\S+) of the region is on both radiographs, (?P<limit>\S+) are needed',
     '부위의 {share}만 두 사진에 함께 있음, {limit} 필요'),
    (r'the region looks different: correlation (?P<share>\S+), (?P<limit>\S+) is needed',
     '부위가 다르게 보임: 상관계수 {share}, {limit} 필요'),
    (r'another place fits as well: correlation greater by (?P<share>\S+) only, (?P<limit>\S+) is needed',
     '다른 자리도 비슷하게 맞음: 상관계수 차이 {share}, {limit} 필요'),
    (r'only (?P<count>\S+) textured parts in the region, (?P<limit>\S+) are needed',
     '부위에서 무늬가 보이는 부분이 {count}개뿐임, {limit}개 필요'),
    (r'only (?P<share>\S+) of the parts of the region agree on the move, (?P<limit>\S+) are needed',
     '부위의 {share}만 이동에 일치함, {limit} 필요'),
    (r'the move lies (?P<mm>\S+) mm from the landmarks, at most (?P<limit>\S+) mm are plausible',
     '이동이 계측점에서 {mm} mm 벗어남, {limit} mm까지 인정'),
    (r'the move is turned (?P<deg>\S+) degrees from the landmarks, at most (?P<limit>\S+) are plausible',
     '이동이 계측점에서 {deg}° 돌아감, {limit}°까지 인정'),
    (r'there and back again ends (?P<mm>\S+) mm away, at most (?P<limit>\S+) mm are allowed',
     '갔다가 되돌리면 {mm} mm 벗어남, {limit} mm까지 허용'),
    (r'the region differs in size by (?P<share>\S+), at most (?P<limit>\S+) are allowed; check both scales',
     '부위의 크기가 {share} 다름, {limit}까지 허용; 두 축척을 확인할 것'),
    (r'the move is known within (?P<mm>\S+) mm only \(90 %\), (?P<limit>\S+) mm are needed',
     '이동을 {mm} mm 안에서만 앎(90 %), {limit} mm 필요'),
    (r'(?P<label>.+): a picture of (?P<width>\d+) x (?P<height>\d+) pixels is too small',
     '{label}: {width} x {height} 픽셀 사진은 너무 작음'),
    (r'(?P<label>.+): no usable matrix from pixels to millimetres', '{label}: 픽셀을 mm로 바꿀 수 없음'),
    (r'(?P<label>.+): pixels that are no numbers', '{label}: 수가 아닌 픽셀이 있음'),
    (r'(?P<lost>[^:]+) (is|are) not on both radiographs; mark (it|them), or give another reference',
     '{lost}이(가) 두 사진에 다 있지 않습니다; 표시하거나 다른 기준을 쓰십시오'),
    (r'(?P<lost>[^:]+) lie within (?P<mm>\S+) mm on a radiograph; .+',
     '{lost}이(가) 한 사진에서 {mm} mm 안에 있습니다; 고치거나 픽셀 크기를 확인하거나 다른 기준을 쓰십시오'),
    (r'(?P<name>.+?): (?P<reason>.+); (?P<used>.+) is used instead', '{name}: {reason}; 대신 {used}을(를) 씁니다'),
    (r'(?P<name>.+?): left out: (?P<reason>.+)', '{name}: 제외됨: {reason}'),
)  # fmt: skip
"""Sentences with parts of their own: a pattern of the English one, and the Korean one."""
_TEXTS = ('name', 'reason', 'used', 'scale')
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
    found = translate(text, (*SENTENCES, *RESULT_SENTENCES), {**dict.fromkeys(_TEXTS, _korean), 'source': _source})
    if found != text:
        return found
    if '; ' in text:
        return '; '.join(map(_korean, text.split('; ')))
    label, colon, rest = text.partition(': ')  # what is told of one radiograph
    return f'{label}: {_korean(rest)}' if colon else text


def _source(text: str) -> str:
    """As ' (given)', or ''."""
    return f' ({source_in_korean(text[2:-1])})' if text.startswith(' (') else source_in_korean(text)
