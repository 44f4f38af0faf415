from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files

import numpy

from waves._sum import sum as parallel_sum


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        heights = numpy.array([float(line) for line in files("waves").joinpath("heights.csv").read_text().split()])
        body = f"{parallel_sum(heights):.2f} m in {heights.size} waves\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    HTTPServer(("127.0.0.1", 8171), Handler).serve_forever()
