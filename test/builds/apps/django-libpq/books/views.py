import psycopg2
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render


def index(request):
    return render(request, "books/index.html", {"books": ["Kidnapped", "Typhoon", "Lord Jim"]})


def driver(request):
    return JsonResponse(
        {"vendor": connection.vendor, "libpq": psycopg2.__libpq_version__, "driver": psycopg2.__version__}
    )
