"""A service that computes Fletcher-16 checksums with an extension module written in C."""

from flask import Flask, render_template, request

import fletcher

app = Flask(__name__)


@app.get("/")
def index():
    return render_template("index.html", sample=fletcher.checksum(b"plimsoll"))


@app.get("/checksum")
def checksum():
    text = request.args.get("text", "")
    return {"text": text, "fletcher16": fletcher.checksum(text.encode())}
