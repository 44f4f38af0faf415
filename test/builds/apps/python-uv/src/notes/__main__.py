import uvicorn

from notes.api import app

uvicorn.run(app, host="127.0.0.1", port=8143)
