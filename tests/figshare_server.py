"""A figshare on this machine: one article with one archive, and answers as bad as a test asks for."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aariz_mm.download.release import Release

SMALL_DATASET = {
    'Aariz/cephalogram_machine_mappings.csv': b'cephalogram_id,machine,pixel_size,image_format,mode\n',
    'Aariz/train/Cephalograms/a.png': bytes(range(256)) * 20,
    'Aariz/train/Annotations/CVM Stages/a.json': b'{}',
}


def zip_bytes(files: dict[str, bytes]) -> bytes:
    """A zip archive of these files, stored as they are, in this order; a name ending in / is a folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w') as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o40755 if name.endswith('/') else 0o100644) << 16
            archive.writestr(info, content)
    return buffer.getvalue()


class FigshareServer:
    """Serves ``content`` as Aariz.zip; each item of ``faults`` spoils one answer for the file, in turn.

    A fault is a status code (``500``), a number of bytes after which the connection is cut (``('cut', 100)``), or
    ``('hang', 100)``: so many bytes, and nothing more until ``release_hang`` is set.

    Attributes:
        ranges: whether the server knows Range.
        etag: its ETag, None for none.
        listed: changes to the listing.
        answers_challenge: whether the listed address answers as to a robot, 202 and nothing.
        requests: (path, Range, If-Range) of what was asked of the file, in turn.
    """

    def __init__(self, content: bytes):
        self.content = content
        self.faults: list[int | tuple[str, int]] = []
        self.api_faults: list[int] = []
        self.ranges, self.etag = True, '"one"'
        self.listed: dict[str, object] = {}
        self.answers_challenge = False
        self.requests: list[tuple[str, str | None, str | None]] = []
        self.release_hang = threading.Event()
        self._server = ThreadingHTTPServer(('127.0.0.1', 0), _Handler)
        self._server.figshare = self
        self.base = f'http://127.0.0.1:{self._server.server_port}'
        self.api = f'{self.base}/v2/articles/27986417'
        threading.Thread(target=self._server.serve_forever, kwargs=dict(poll_interval=0.02), daemon=True).start()

    @property
    def release(self) -> Release:
        return Release(len(self.content), hashlib.md5(self.content).hexdigest(), len(self.content))

    @property
    def ranges_asked(self) -> list[str | None]:
        return [asked for _, asked, _ in self.requests]

    def listing(self) -> bytes:
        file = dict(
            id=7, name='Aariz.zip', size=len(self.content), is_link_only=False, download_url=f'{self.base}/files/7',
            computed_md5=self.release.md5, supplied_md5=self.release.md5, mimetype='application/zip',
        )  # fmt: skip
        return json.dumps(dict(id=27986417, version=1, files=[{**file, **self.listed}])).encode()

    def close(self) -> None:
        self.release_hang.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        figshare = self.server.figshare
        if self.path == '/v2/articles/27986417':
            status = figshare.api_faults.pop(0) if figshare.api_faults else 200
            self._send(status, figshare.listing() if status == 200 else b'')
        elif self.path == '/files/7' and figshare.answers_challenge:
            self._send(202, b'')
        elif self.path == '/files/7':
            # As figshare does, to where the bytes lie.
            self._send(302, b'', Location=f'{figshare.base}/storage/7')
        elif self.path in ('/storage/7', '/v2/file/download/7'):
            self._send_file(figshare)
        else:
            self._send(404, b'')

    def _send_file(self, figshare):
        asked, condition = self.headers.get('Range'), self.headers.get('If-Range')
        figshare.requests.append((self.path, asked, condition))
        fault = figshare.faults.pop(0) if figshare.faults else None
        size = len(figshare.content)
        honoured = asked and figshare.ranges and condition in (None, figshare.etag)
        first = int(asked.removeprefix('bytes=').removesuffix('-')) if honoured else 0
        if isinstance(fault, int) or first >= size:
            return self._send(fault or 416, b'')
        headers = {'ETag': figshare.etag} if figshare.etag else {}
        if first:
            headers['Content-Range'] = f'bytes {first}-{size - 1}/{size}'
        return self._send(206 if first else 200, figshare.content[first:], fault, **headers)

    def _send(self, status, body, fault=None, **headers):
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if fault is None else body[: fault[1]])
        if fault is not None and fault[0] == 'hang':
            self.wfile.flush()
            self.server.figshare.release_hang.wait(60)

    def log_message(self, *args):
        pass
