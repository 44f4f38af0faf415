from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from shop.shelves import labels

SHELF = Path(__file__).parent / "shelf.txt"


async def shelf(request):
    return PlainTextResponse(", ".join(labels(SHELF)) + "\n")


app = Starlette(routes=[Route("/", shelf)])


def serve():
    uvicorn.run(app, host="127.0.0.1", port=8141)
