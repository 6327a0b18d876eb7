"""What every run shares: the plug-in, hooks, logging, reproducibility."""

custom_imports = dict(imports=['aariz_mm.register'], allow_failed_imports=False)
default_scope = 'mmpose'

default_hooks = dict(
    timer=dict(type='IterTimerHook'),
    logger=dict(type='LoggerHook', interval=20),
    param_scheduler=dict(type='ParamSchedulerHook'),
    # The last epoch counts; a recipe that picks its best by ``valid`` sets save_best='MRE_mm'.
    checkpoint=dict(type='CheckpointHook', interval=1, max_keep_ckpts=1, save_best=None, rule='less'),
    sampler_seed=dict(type='DistSamplerSeedHook'),
    visualization=dict(type='CephalogramVisualizationHook', enable=False),
)

env_cfg = dict(
    cudnn_benchmark=True,
    mp_cfg=dict(mp_start_method='fork', opencv_num_threads=0),
    dist_cfg=dict(backend='nccl'),
)
vis_backends = [dict(type='LocalVisBackend')]
visualizer = dict(type='CephalogramVisualizer', vis_backends=vis_backends, name='visualizer')
log_processor = dict(type='LogProcessor', window_size=50, by_epoch=True, num_digits=6)
log_level = 'INFO'
randomness = dict(seed=0)
load_from = None
resume = False
