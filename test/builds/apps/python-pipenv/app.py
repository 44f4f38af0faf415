from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/")
def tides():
    return jsonify(high="06:12", low="12:30")
