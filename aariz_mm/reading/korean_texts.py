"""Sentences of a result in Korean: what makes it doubtful, and where its pixel size comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ['RESULT_SENTENCES', 'source_in_korean', 'translate', 'warning_in_korean']

RESULT_SENTENCES: tuple[tuple[str, str], ...] = (
    (r'(?P<size>\S+) mm per pixel is unusual, expected (?P<low>\S+) to (?P<high>\S+); .+',
     '픽셀당 {size} mm는 이례적입니다(보통 {low}~{high}): 틀렸다면 모든 mm 값이 틀립니다'),
    (r'S-N is (?P<sn>\S+) mm at this pixel size, expected (?P<low>\S+) to (?P<high>\S+): .+',
     '이 픽셀 크기에서 S-N이 {sn} mm입니다(보통 {low}~{high}): 이 파일의 픽셀 크기가 맞는지 확인하십시오'),
    (r'outside the picture, so guessed, and nothing is measured by them: (?P<symbols>.+)',
     '사진 밖에 있어 추정한 계측점이므로 계측에 쓰지 않습니다: {symbols}'),
    (r'far from where a face has them, look at them: (?P<symbols>.+)',
     '얼굴에서 있을 자리와 멀리 떨어진 계측점입니다. 확인하십시오: {symbols}'),
    (r'the landmarks lie in one place or are no numbers: .+', '계측점이 한곳에 모여 있거나 수가 아닙니다'),
    (r'the landmarks form no face \((?P<mm>\S+) mm from a usual one, expected at most (?P<most>[\d.]+)\): .+',
     '계측점이 얼굴을 이루지 않습니다(보통 얼굴과 {mm} mm 차이, 허용 {most}): 오른쪽을 보는 똑바른 측면 두부 '
     '방사선사진인지 확인하십시오'),
    (r'the head faces left: .+', '머리가 왼쪽을 봅니다: 사진을 좌우로 뒤집으십시오'),
    (r'the head is tilted by (?P<tilt>\S+)° clockwise, .+', '머리가 시계 방향으로 {tilt}° 기울었습니다: 되돌리십시오'),
    (r'the head is tilted by (?P<tilt>\S+)° anticlockwise, .+',
     '머리가 시계 반대 방향으로 {tilt}° 기울었습니다: 되돌리십시오'),
    (r'bone is dark and air is bright: .+', '뼈가 어둡고 공기가 밝습니다: 반전된 사진이면 다시 반전하십시오'),
    (r'the pixels look unlike those of a lateral cephalogram', '화소가 측면 두부 방사선사진과 다르게 보입니다'),
    (r'the face is too wide \((?P<times>\S+) times .+',
     '얼굴 너비가 보통의 {times}배입니다: 사진의 가로세로 비가 바뀌었는지 확인하십시오'),
    (r'the face is too high \((?P<times>\S+) times .+',
     '얼굴 너비가 보통의 {times}배로 좁습니다: 사진의 가로세로 비가 '
     '바뀌었는지 확인하십시오'),
    (r'read by force, though it is no lateral cephalogram: (?P<reason>.+)',
     '측면 두부 방사선사진이 아닌 것으로 보이나 강제로 판독했습니다: {reason}'),
    (r'a photograph of a radiograph: .+',
     '방사선사진을 찍은 사진입니다: 가장자리를 따라 펴서 계측했으며 각도가 몇 도 틀릴 수 있어 '
     '신뢰구간을 표시하지 않습니다'),
    (r'no ruler is read from a photograph, so no pixel size by it',
     '찍은 사진에서는 자를 읽지 않으므로 자로 픽셀 크기를 정하지 않았습니다'),
    (r'no ruler found(?P<none>, so no pixel size)?: .+', '사진에서 자를 찾지 못했습니다'),
    (r'no stage: the landmarks give no region of C2 to C4',
     '계측점으로 C2-C4 영역을 정할 수 없어 단계를 판독하지 않았습니다'),
    (r'(?P<given>\S+) mm per pixel was given, but the file states (?P<stated>\S+) \((?P<source>.+)\), which differs by '
     r'(?P<share>\S+) %: .+',
     '픽셀당 {given} mm로 지정했으나 파일에는 {stated} mm({source})로 되어 있어 {share} % 다릅니다: '
     '모든 mm 값은 지정한 값을 따릅니다'),
    (r'(?P<known>\S+) mm per pixel \((?P<source>.+)\) and (?P<size>\S+) by the (?P<ruler>.+) differ by '
     r'(?P<share>\S+) %: .+',
     '픽셀당 {known} mm({source})와 자로 잰 {size} mm({ruler})가 {share} % 다릅니다: 둘 중 하나가 틀렸거나 '
     '눈금 간격이 다릅니다'),
    (r'the radiograph is unlike all that the uncertainty was learnt from: its radii \((?P<times>\S+) times .+',
     '불확실성을 배운 어느 사진과도 다릅니다: 오차 반경(보통의 {times}배)이 실제보다 작을 수 있습니다'),
    (r'the model is less sure of this radiograph than of nearly all that it knows: its radii are '
     r'(?P<times>\S+) times .+',
     '모델이 이 사진을 거의 모든 사진보다 덜 확신합니다: 오차 반경이 보통의 {times}배입니다'),
    (r'the model is unsure of single landmarks, look at them; times the usual radius: (?P<symbols>.+)',
     '모델이 확신하지 못하는 계측점입니다. 확인하십시오(괄호는 보통 반경의 배수): {symbols}'),
    (r'grey values from (?P<low>\S+) to (?P<high>\S+) where 0 to (?P<usual>\S+) is usual, .+',
     '밝기 값이 {low}~{high}입니다(보통 0~{usual}): 이를 검정과 흰색으로 삼았습니다'),
)  # fmt: skip
"""Warnings of a reading: a pattern of the English one, and the Korean one."""
_SOURCES: tuple[tuple[str, str], ...] = (
    (r'given', '사용자 지정'),
    (r'ruler, (?P<mm>\S+) mm a mark, (?P<marks>\d+) marks, ± (?P<share>\S+) %',
     '사진 속 자, 눈금 {mm} mm, {marks}개, ± {share} %'),
    (r'Pixel Spacing of the DICOM file, calibrated .+', 'DICOM 파일의 Pixel Spacing, 보정됨'),
    (r'Pixel Spacing of the DICOM file; .+', 'DICOM 파일의 Pixel Spacing; 보정되지 않았다면 확대율이 포함됨'),
    (r'(?P<name>.+) of the DICOM file, measured on the scanned film: .+',
     'DICOM 파일의 {name}, 스캔한 필름에서 잰 값: 확대율이 포함됨'),
    (r'(?P<name>.+) of the DICOM file, divided by the magnification of (?P<factor>\S+) .+',
     'DICOM 파일의 {name}, 확대율 {factor}로 나눈 값'),
    (r'(?P<name>.+) of the DICOM file, measured at the detector: .+',
     'DICOM 파일의 {name}, 검출기에서 잰 값: 확대율이 포함됨'),
)  # fmt: skip


def warning_in_korean(text: str) -> str:
    """A warning of a reading in Korean; one that is not known stays English."""
    return translate(text, RESULT_SENTENCES, dict(source=source_in_korean, ruler=source_in_korean,
                                                  reason=warning_in_korean))  # fmt: skip


def source_in_korean(text: str) -> str:
    """Where a pixel size comes from, in Korean; what is not known stays as it is."""
    return translate(text, _SOURCES)


def translate(
    text: str, sentences: Sequence[tuple[str, str]], parts_by: dict[str, Callable[[str], str]] | None = None
) -> str:
    """The text of the first pattern that the whole of it fits, with its parts; itself where none does.

    Args:
        sentences: pairs of a pattern with named parts and the text with these in braces. parts_by: what puts a part
            into the other language; others, such as symbols and numbers, stay.
    """
    for pattern, other in sentences:
        if found := re.fullmatch(pattern, text):
            parts = {key: value or '' for key, value in found.groupdict().items()}
            return other.format(**{key: (parts_by or {}).get(key, str)(one) for key, one in parts.items()})
    return text
