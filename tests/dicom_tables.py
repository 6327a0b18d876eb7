"""What dicom-validator needs of the standard, from the tables that highdicom carries: nothing has to be downloaded.

They have modules and attributes with their types, sequences included, but no conditions: of types 1C and 2C only the
values are checked, and a module whose use is conditional may be absent. Nor do they say which attributes of a report's
items go with which type of value, so that of those none is asked for.
"""

from functools import cache

from dicom_validator.validator.dicom_info import DicomInfo
from highdicom._standard_utils import get_iod_module_map, get_module_attribute_map, get_sop_class_iod_map
from pydicom.datadict import tag_for_keyword

CLASSES = (
    '1.2.840.10008.5.1.4.1.1.88.33',
    '1.2.840.10008.5.1.4.1.1.11.1',
    '1.2.840.10008.5.1.4.1.1.7',
    '1.2.840.10008.5.1.4.1.1.1.1',
)
"""Comprehensive SR, greyscale presentation state, secondary capture, Digital X-Ray."""
_REPORT = 'sr-document-content'


@cache
def standard_tables():
    """The tables of those kinds as dicom-validator reads them from its own files."""
    iods, used = {}, set()
    for uid in CLASSES:
        entries = get_iod_module_map()[get_sop_class_iod_map()[uid]]
        used |= {one['key'] for one in entries}
        modules = {one['key']: dict(ref=one['key'], use=one['usage'][0]) for one in entries}
        iods[uid] = dict(title=uid, modules=modules, group_macros={})
    return DicomInfo({}, iods, {name: _module(name) for name in used})


def _module(name):
    made = {}
    for one in get_module_attribute_map()[name]:
        if tag_for_keyword(one['keyword']) is None:  # of overlays, which have a group each
            continue
        level = made
        for keyword in one['path']:
            level = level.setdefault(_tag(keyword), dict(name=keyword, type='3')).setdefault('items', {})
        kind = '3' if name == _REPORT else one['type']
        level.setdefault(_tag(one['keyword']), {}).update(name=one['keyword'], type=kind)
    if name == _REPORT:  # items within items, to any depth; those of the first level are looked at
        made[_tag('ContentSequence')]['items'][_tag('ContentSequence')] = dict(name='ContentSequence', type='3')
    return made


def _tag(keyword):
    tag = tag_for_keyword(keyword)
    return f'({tag >> 16:04x},{tag & 0xFFFF:04x})'
