import os
import sqlite3

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/ships/{name}")
def ship(name: str, visits: int = 0):
    found = sqlite3.connect(os.environ["DATABASE"]).execute("SELECT berth FROM ship WHERE name = ?", (name,)).fetchone()
    if found is None:
        raise HTTPException(404, "no such ship")
    return {"name": name, "berth": found[0], "visits": visits}
