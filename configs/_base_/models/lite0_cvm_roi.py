"""EfficientNet-Lite0 for landmarks and, from the stride-4 features about C2 to C4, the CVM stage.

The training pipeline must pack the landmarks in input pixels: PackCephalogram(pack_transformed=True).
"""

_base_ = ['lite0_softmax.py']

model = dict(
    head=dict(
        _delete_=True,
        type='LandmarkCVMHead',
        landmark_head=_base_.model.head,
        cvm_roi=dict(landmarks='aariz29', output_size=28, shift=0.05, scale=(0.9, 1.1)),
        cvm_channels=64,
        cvm_convs=(64, 128, 128),
        cvm_head=dict(type='CVMHead', in_channels=128, dropout=0.2),
        cvm_weight=1.0,
    ),
)
