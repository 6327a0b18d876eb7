"""EfficientNet-Lite0 for landmarks (light FPN at stride 4) and the CVM stage (coarsest level, whole picture)."""

_base_ = ['lite0_softmax.py']

model = dict(
    neck=dict(_delete_=True, type='CoarseAndFine', fine=_base_.model.neck),
    head=dict(
        _delete_=True,
        type='LandmarkCVMHead',
        landmark_head=_base_.model.head,
        cvm_head=dict(type='CVMHead', in_channels=320, dropout=0.2),
        cvm_feats=0,
        cvm_weight=1.0,
    ),
)
