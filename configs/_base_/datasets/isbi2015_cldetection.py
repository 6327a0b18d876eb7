"""The CL-Detection 2023 reader of ISBI 2015: 24 landmarks, 70 radiographs of ``train``, 103 of ``valid``.

In 36 of this reader's 70 training radiographs Me and Gn are swapped: there Gn lies behind Me, which anatomy does not
allow, and each lies where the other two readers have the other. In all of ``valid`` they are as they should be.
"""

swapped = [
    'isbi008', 'isbi009', 'isbi013', 'isbi017', 'isbi019', 'isbi020', 'isbi026', 'isbi027', 'isbi031',
    'isbi033', 'isbi034', 'isbi037', 'isbi041', 'isbi043', 'isbi044', 'isbi046', 'isbi047', 'isbi048',
    'isbi049', 'isbi050', 'isbi052', 'isbi053', 'isbi054', 'isbi055', 'isbi057', 'isbi059', 'isbi060',
    'isbi061', 'isbi065', 'isbi066', 'isbi067', 'isbi070', 'isbi073', 'isbi074', 'isbi075', 'isbi077',
]  # fmt: skip
reader = dict(
    truth='reader:CL-Detection 2023',
    landmarks='cldetection24',
    on_error='drop',  # the radiographs that this reader did not mark; the log counts them
    swapped=[dict(landmarks=('Me', 'Gn'), ids=swapped)],
)
# All of them together: the mean of the two readers of ISBI 2015, and from this reader the five that those did not mark
# (UIA, LIA, Co, Pn, N`). His Me and Gn are not used.
joined_readers = dict(truth=['mean', 'reader:CL-Detection 2023'], landmarks='cldetection24')
