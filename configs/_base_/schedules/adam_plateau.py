"""Adam, a tenth of the rate where the score is flat, the best model kept, early stopping; leaves set the epochs.

All of it looks at ``MRE_mm`` of the validation data after every epoch, and keeps its state over ``--resume``.
"""

train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=100, val_interval=1)
val_cfg = dict()
test_cfg = dict()
optim_wrapper = dict(
    type='OptimWrapper', optimizer=dict(type='Adam', lr=1e-3, fused=True), clip_grad=dict(max_norm=10.0)
)
watched = dict(monitor='MRE_mm', rule='less')
param_scheduler = [dict(watched, type='ReduceOnPlateauLR', factor=0.1, patience=5, min_value=1e-6)]
custom_hooks = [
    dict(type='ChannelsLastHook'),
    dict(watched, type='ResumableEarlyStoppingHook', patience=20, min_delta=0.0),
    dict(type='ResumedValidationHook'),
]
