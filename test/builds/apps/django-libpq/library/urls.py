from django.urls import path

from books.views import driver, index

urlpatterns = [path("", index), path("driver", driver)]
