"""What every run shares: the plug-in, hooks, logging, reproducibility.

Losses and scores go to the work folder (tools/analyze_logs.py draws them). To TensorBoard, MLflow or Weights & Biases,
too, by one line of a config or one option of the command; the package is yours to install (pip install tensorboard):

    visualizer = dict(trackers=['tensorboard'])  # or 'mlflow', 'wandb', or several
    python tools/train.py CONFIG --cfg-options visualizer.trackers=tensorboard

Then tensorboard --logdir work_dirs, or mlflow ui --backend-store-uri sqlite:///work_dirs/mlflow.db (MLFLOW_TRACKING_URI
names a server instead). W&B sends what it gets to its server; pictures of radiographs are among it only with
default_hooks.visualization.enable=True. A backend with settings of its own takes the place of the name:
visualizer = dict(vis_backends=[dict(type='LocalVisBackend'), dict(type='WandbVisBackend', init_kwargs=dict(...))]).
"""

custom_imports = dict(imports=['aariz_mm.register'], allow_failed_imports=False)
default_scope = 'mmpose'

default_hooks = dict(
    runtime_info=dict(type='LateRuntimeInfoHook'),
    timer=dict(type='IterTimerHook'),
    logger=dict(type='LoggerHook', interval=20),
    param_scheduler=dict(type='ParamSchedulerHook'),
    # The last epoch counts; a recipe that picks its best by ``valid`` sets save_best='MRE_mm'.
    checkpoint=dict(type='CheckpointHook', interval=1, max_keep_ckpts=1, save_best=None, rule='less'),
    # A batch with a loss that is NaN or infinite ends the training; max_skipped of them may be left out.
    finite_loss=dict(type='FiniteLossHook', max_skipped=0),
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
