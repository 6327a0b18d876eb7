"""Takes radiographs that a modality or an archive sends by DICOM, reads them and sends the results back by DICOM.

It is a storage SCP (C-STORE, C-ECHO) for CR, DX, intra-oral and secondary capture images, compressed ones too. What was
taken is on the disk before the sender is told so, and goes on after a crash or a loss of power: each radiograph gets
one answer of each kind. Answers are structured reports, presentation states or pictures that refer to the radiograph.
Who may send is named; nothing of a patient stands in the log. Ctrl+C or SIGTERM finishes what is under way and ends it.

Examples:
  aariz-mm listen --allow CEPH1=10.0.0.7 --send-to ORTHANC@10.0.0.5:4242 --spool /var/lib/aariz --host 0.0.0.0
  aariz-mm listen --allow ORTHANC --send-to ORTHANC@127.0.0.1:4242 --spool spool --results sr,gsps
  aariz-mm listen --status --spool spool
  aariz-mm listen --retry --spool spool
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from typing import Any

from aariz_mm.cli.options import (
    read_count,
    read_count_up_to,
    read_magnification,
    read_number,
    read_pixel_size,
    split_names,
)

__all__ = ['add_arguments', 'run']

_KINDS = ('sr', 'gsps', 'sc')


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('--spool', required=True, metavar='DIR', help='private folder of what was received; made where '
                        'it is not there')  # fmt: skip
    parser.add_argument('--status', action='store_true', help='say what is in the spool, and end')
    parser.add_argument('--retry', action='store_true', help='read and send again what failed; a listener that runs '
                        'does so at once')  # fmt: skip
    parser.add_argument('--aet', default='AARIZ', type=_read_title, metavar='TITLE', help='our AE title; AARIZ')
    parser.add_argument('--host', default='127.0.0.1', metavar='H', help='address to listen at; 127.0.0.1, this '
                        'machine alone')  # fmt: skip
    parser.add_argument('--port', type=_read_port, default=11112, metavar='N', help='0 takes any; 11112')
    parser.add_argument(
        '--allow', nargs='+', action='extend', default=[], type=_read_caller, metavar='TITLE[=HOST]',
        help='AE titles that may send, each from its address, network (10.0.0.0/24) or name alone where one is given',
    )  # fmt: skip
    parser.add_argument('--send-to', type=_read_peer, metavar='TITLE@HOST:PORT', help='where results go')
    parser.add_argument('--results', type=_read_kinds, default=('sr',), metavar='K,K', help='sr (structured report), '
                        'gsps (presentation state), sc (picture); sr')  # fmt: skip
    _add_reading(parser)
    _add_limits(parser)
    _add_tls(parser)


def _add_reading(parser: ArgumentParser) -> None:
    parser.add_argument('--model', nargs='+', default=['ceph*'], metavar='BUNDLE', help='as for aariz-mm read')
    parser.add_argument('--cvm', nargs='+', metavar='BUNDLE', help='as for aariz-mm read')
    parser.add_argument('--profile', metavar='JSON', help='of a site, as for aariz-mm read')
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel of all radiographs, '
                        'instead of what they say')  # fmt: skip
    parser.add_argument('--magnification', type=read_magnification, metavar='F', help='as for aariz-mm read')
    parser.add_argument('--force', action='store_true', help='read and answer what is no lateral cephalogram, too')
    parser.add_argument(
        '--workers', type=read_count_up_to(64), default=1, metavar='N', help='processes that read; 1, at most 64'
    )


def _add_limits(parser: ArgumentParser) -> None:
    parser.add_argument('--keep-days', type=_read_days, default=30.0, metavar='N', help='after which the files of what '
                        'was sent, or was no cephalogram, are removed; 30')  # fmt: skip
    parser.add_argument('--max-size', type=read_count, default=256, metavar='MB', help='of one instance, MiB; 256')
    parser.add_argument('--max-associations', type=read_count_up_to(500), default=10, metavar='N', help='at once; 10')


def _add_tls(parser: ArgumentParser) -> None:
    parser.add_argument('--tls-cert', metavar='FILE', help='PEM file of our certificate: callers must use TLS')
    parser.add_argument('--tls-key', metavar='FILE', help='its key')
    parser.add_argument('--tls-ca', metavar='FILE', help='PEM file of the authority whose certificates callers, and '
                        'the peer, must show')  # fmt: skip
    parser.add_argument('--send-tls', action='store_true', help='send results by TLS, too')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Listen until told to end, or look; returns the exit status."""
    if args.status or args.retry:
        return _look(args)
    for name, value in (('--allow', args.allow), ('--send-to', args.send_to)):
        if not value:
            raise ValueError(
                f'{name} is missing: it says {"who may send" if name == "--allow" else "where results go"}'
            )
    from aariz_mm.extras import require

    require('pynetdicom', 'highdicom')
    return _listen(args)


def _look(args: Namespace) -> int:
    from aariz_mm.listening.folder import SpoolFolder
    from aariz_mm.listening.journal import describe_spool
    from aariz_mm.listening.store import SpoolStore
    from aariz_mm.number_text import counted

    folder = SpoolFolder(args.spool)
    folder.check()
    store = SpoolStore(folder)
    try:
        if args.retry:
            print(f'{counted(store.retry(), "failed instance")} will be tried again')
        print(describe_spool(store))
        return 1 if args.status and store.counts()['failed'] else 0
    finally:
        store.close()


def _listen(args: Namespace) -> int:
    import logging
    import os
    import signal
    import threading
    from functools import partial

    from aariz_mm.bundles import find_bundles
    from aariz_mm.cli.batches import describe_profile, describe_program
    from aariz_mm.cli.read import find_stages
    from aariz_mm.cores import count_cores
    from aariz_mm.listening.answering import Answering
    from aariz_mm.listening.journal import keep_journal
    from aariz_mm.listening.listener import Listener
    from aariz_mm.reading.reader import Reader

    os.umask(0o077)
    models, stages = find_bundles(args.model), find_stages(args.cvm)
    settings = _settings(args)
    options = dict(magnification=args.magnification, force=args.force, profile=describe_profile(args.profile))
    made_with = describe_program([*models, *stages], options)
    how = Answering(settings.spool, settings.kinds, args.pixel_size, args.magnification, made_with)
    threads = max(count_cores() // args.workers, 1)
    load = partial(Reader, models, stages or None, threads, None, args.force, args.profile)
    listener = Listener(settings, load, how)
    keep_journal(is_verbose=args.debug)
    ended, log = threading.Event(), logging.getLogger('aariz_mm.listening')
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: ended.set())
    with listener:
        log.info(
            '%s listens at %s:%d; results go to %s', settings.title, settings.host, listener.port, settings.peer.title
        )
        while not ended.wait(1.0):
            pass
        log.info('ending: what is under way is finished')
    log.info('ended')
    return 0


def _settings(args: Namespace) -> Any:
    from pathlib import Path

    from aariz_mm.listening.settings import ListenSettings, TlsFiles

    if bool(args.tls_cert) != bool(args.tls_key) or (args.tls_ca and not args.tls_cert):
        raise ValueError(
            '--tls-cert, --tls-key and --tls-ca: give the certificate and its key, and with them the authority'
        )
    files = [None if path is None else Path(path) for path in (args.tls_cert, args.tls_key, args.tls_ca)]
    return ListenSettings(
        spool=Path(args.spool).expanduser().resolve(),
        callers=tuple(args.allow),
        peer=args.send_to,
        title=args.aet,
        host=args.host,
        port=args.port,
        kinds=args.results,
        tls=TlsFiles(*files) if args.tls_cert else None,
        peer_tls=args.send_tls,
        keep_days=args.keep_days,
        max_bytes=args.max_size << 20,
        workers=args.workers,
        associations=args.max_associations,
    )


def _read_port(text: str) -> int:
    if not (text.isdecimal() and int(text) < 65536):
        raise ArgumentTypeError(f'{text!r}: expected a port, 0 to 65535 (0 takes any)')
    return int(text)


def _read_days(text: str) -> float:
    return read_number(text, lambda days: 0 <= days <= 36500, 'a number of days, such as 30; 0 removes at once')


def _read_kinds(text: str) -> tuple[str, ...]:
    names = split_names(text)
    unknown = [name for name in names if name not in _KINDS]
    if unknown or not names:
        raise ArgumentTypeError(f'{text!r}: expected some of {",".join(_KINDS)}, unknown: {unknown}')
    return names


def _with(parse: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        from aariz_mm.listening import settings

        try:
            return getattr(settings, parse)(text)
        except ValueError as error:
            raise ArgumentTypeError(str(error)) from error

    return read


_read_title, _read_caller, _read_peer = _with('check_title'), _with('parse_caller'), _with('parse_peer')
