import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harbour")

BASE_DIR = Path(__file__).parent
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-tests")
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "harbour"
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "templates"]}]

from django.core.wsgi import get_wsgi_application
from django.shortcuts import render
from django.urls import path


def index(request):
    return render(request, "index.html", {"ships": ["Ariel", "Taeping"]})


urlpatterns = [path("", index)]
application = get_wsgi_application()
