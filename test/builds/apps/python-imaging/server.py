import io
from http.server import BaseHTTPRequestHandler, HTTPServer

from MySQLdb import _mysql
from lxml import etree
from PIL import Image, features

STYLE = etree.XSLT(etree.parse("ships.xsl"))


def page(path):
    if path == "/image":
        data = io.BytesIO()
        Image.new("RGB", (16, 9), "navy").save(data, "JPEG")
        image = Image.open(io.BytesIO(data.getvalue()))
        return f"{image.format} {image.size} {features.check('jpg')} {features.check('zlib')}"
    if path == "/database":
        return _mysql.escape_string(b"it's").decode()
    return str(STYLE(etree.parse("ships.xml")))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = page(self.path).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("127.0.0.1", 8154), Handler).serve_forever()
