from importlib.metadata import version

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def about() -> dict[str, str]:
    return {"notes": version("notes"), "text": "moor at high tide"}
