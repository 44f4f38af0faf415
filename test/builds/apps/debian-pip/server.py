import knots
from bottle import request, route, run


@route("/")
def index():
    return {"kilometres": knots.kilometres(float(request.query.knots or 0))}


run(host="127.0.0.1", port=8108, quiet=True)
