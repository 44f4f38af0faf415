import MySQLdb
import psycopg2
from flask import Flask

app = Flask(__name__)


@app.route("/")
def index():
    return {
        "mysql": MySQLdb._mysql.escape_string(b"it's").decode(),
        "client": MySQLdb.get_client_info(),
        "postgres": psycopg2.__libpq_version__,
    }
