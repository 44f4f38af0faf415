import datetime
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import cffi
import schedule

HEARTBEAT = Path("/var/run/worker/heartbeat")
ffi = cffi.FFI()
ffi.cdef("size_t strlen(const char *text);")
libc = ffi.dlopen(None)


def beat():
    HEARTBEAT.write_text(f"{libc.strlen(b'all is well')}\n")


class Status(BaseHTTPRequestHandler):
    def do_GET(self):
        noon = datetime.datetime.fromtimestamp(1719831600)
        body = f"{HEARTBEAT.read_text().strip()} at {noon:%H:%M}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


beat()
schedule.every(5).seconds.do(beat)
threading.Thread(target=HTTPServer(("127.0.0.1", 8167), Status).serve_forever, daemon=True).start()
while True:
    schedule.run_pending()
    time.sleep(1)
