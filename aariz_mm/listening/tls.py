"""TLS, 1.2 or later: who listens shows a certificate, and asks for one where an authority is given."""

from __future__ import annotations

import ssl

from aariz_mm.files import check_file

from .settings import TlsFiles

__all__ = ['client_context', 'server_context']

_CURE = 'give the PEM files of the certificate, its key and the authority'


def server_context(files: TlsFiles) -> ssl.SSLContext:
    """For callers; they must show a certificate of the authority where there is one.

    Errors:
        FileNotFoundError, ValueError: a file is not there, or no certificate or key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _load(context, files)
    if files.ca is not None:
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def client_context(files: TlsFiles | None) -> ssl.SSLContext:
    """For the peer that results go to: its certificate must be of the authority and name its host; we show ours.

    Errors:
        FileNotFoundError, ValueError: as :func:`server_context`.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if files is None or files.ca is None:
        context.load_default_certs()
    if files is None:
        context.minimum_version = ssl.TLSVersion.TLSv1_2
    else:
        _load(context, files)
    return context


def _load(context: ssl.SSLContext, files: TlsFiles) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for path, what in ((files.cert, 'certificate'), (files.key, 'key'), (files.ca, 'certificate of an authority')):
        if path is not None:
            check_file(path, what, _CURE)
    try:
        context.load_cert_chain(files.cert, files.key)
    except (ssl.SSLError, OSError) as error:
        raise ValueError(
            f'{files.cert}, {files.key}: no certificate with its key ({_reason(error)}); {_CURE}'
        ) from None
    if files.ca is not None:
        try:
            context.load_verify_locations(files.ca)
        except (ssl.SSLError, OSError) as error:
            raise ValueError(f'{files.ca}: no certificate of an authority ({_reason(error)}); {_CURE}') from None


def _reason(error: OSError) -> str:
    return getattr(error, 'reason', None) or error.strerror or str(error)
