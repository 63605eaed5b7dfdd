"""The same shelf, in Django."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

BOOKS = [("Emma", "Jane Austen"), ("Frankenstein", "Mary Shelley"), ("Q & A", "Vikas Swarup")]
SHELF = """<h1>The shelf</h1>
<ul>{% for title, author in books %}<li>{{ title }}, by {{ author }}</li>{% endfor %}</ul>"""


def shelf(request):
    page = Engine().from_string(SHELF)
    return HttpResponse(page.render(Context({"books": BOOKS})))


urlpatterns = [path("", shelf)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"])
app = get_wsgi_application()
