"""Why a peer cannot be reached, which pynetdicom keeps for itself."""

from __future__ import annotations

import socket
import ssl

from .settings import Peer

__all__ = ['why_unreachable']

_PROBE_S = 5.0
_UNTRUSTED = 'CERTIFICATE_VERIFY_FAILED'


def why_unreachable(peer: Peer, tls: ssl.SSLContext | None = None, limit_s: float = _PROBE_S) -> str:
    """What becomes of a connection to a peer, in words of the system: 'Connection refused'.

    Args:
        tls: that is used with it; None for none.
    """
    try:
        with socket.create_connection((peer.host, peer.port), limit_s) as plain:
            if tls is not None:
                with tls.wrap_socket(plain, server_hostname=peer.host):
                    pass
    except ssl.SSLCertVerificationError as error:
        return f'its certificate is not trusted: {error.verify_message}; look at --tls-ca'
    except ssl.SSLError as error:
        return f'no TLS: {error.reason or "the connection ended"}'
    except TimeoutError:
        return 'no answer in time'
    except OSError as error:
        return error.strerror or type(error).__name__
    return 'it ends the association' if tls is None else 'it ends the association; look at the certificate it expects'
