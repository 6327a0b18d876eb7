"""CephNet with two heads on its pooled features: landmark coordinates and the CVM stage."""

_base_ = ['cephnet_regression.py']

model = dict(
    head=dict(
        _delete_=True,
        type='LandmarkCVMHead',
        landmark_head=_base_.model.head,
        cvm_head=dict(type='CVMHead', in_channels=256, dropout=0.2),
        cvm_weight=1.0,
    ),
)
