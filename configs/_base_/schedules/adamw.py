"""AdamW, gradient clipping, evaluation every epoch; leaves set ``param_scheduler`` and ``max_epochs``."""

train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=60, val_interval=1)
val_cfg = dict()
test_cfg = dict()
optim_wrapper = dict(
    type='OptimWrapper',
    optimizer=dict(type='AdamW', lr=1e-3, weight_decay=0.01, fused=True),
    clip_grad=dict(max_norm=10.0),
)
custom_hooks = [dict(type='ChannelsLastHook')]
