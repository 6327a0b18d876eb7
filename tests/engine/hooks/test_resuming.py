RESUMED = dict(type='ResumedValidationHook')
STOPPING = dict(type='ResumableEarlyStoppingHook', monitor='MRE_mm', rule='less', patience=3, min_delta=0.0)
NEVER_BETTER = dict(STOPPING, min_delta=100.0)  # no epoch after the first counts as an improvement


def test_resumed_training_validates_the_epoch_whose_score_was_lost(run_tiny):
    run_tiny('a', [RESUMED], epochs=3, stop=('before_val_epoch', 2))
    assert list(run_tiny('a', [RESUMED], epochs=3).record.scores) == [2, 3]


def test_training_resumed_after_validation_does_not_validate_again(run_tiny):
    run_tiny('a', [RESUMED], epochs=1)  # the first epoch is the best so far, so its checkpoint is written again
    assert run_tiny('a', [RESUMED], epochs=1).record.scores == {}


def test_early_stopping_counts_over_resumptions(run_tiny):
    run_tiny('a', [RESUMED, NEVER_BETTER], epochs=10, stop=('before_val_epoch', 2))
    run_tiny('a', [RESUMED, NEVER_BETTER], epochs=10, stop=('before_val_epoch', 3))
    resumed = run_tiny('a', [RESUMED, NEVER_BETTER], epochs=10)
    assert resumed.runner.epoch == 4  # the best was the first


def test_early_stopping_without_a_stop_is_mmengines(run_tiny):
    ours, stock = (
        run_tiny(name, [dict(NEVER_BETTER, type=name)], epochs=10).runner.epoch
        for name in ('ResumableEarlyStoppingHook', 'EarlyStoppingHook')
    )
    assert ours == stock == 4
