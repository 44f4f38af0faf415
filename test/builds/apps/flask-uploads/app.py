import os
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///harbour.db"
db = SQLAlchemy(app)
UPLOADS = Path("uploads")


class Ship(db.Model):
    name = db.Column(db.String, primary_key=True)


@app.route("/register/<name>")
def register(name):
    db.session.merge(Ship(name=name))
    db.session.commit()
    (UPLOADS / f"{name}.txt").write_text("papers")
    return f"{Ship.query.count()} ships, {sum(1 for _ in UPLOADS.iterdir())} papers"
