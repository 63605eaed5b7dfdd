"""A ferry line's bookings on Werkzeug alone: rules, requests, responses and errors, and no Flask."""

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.test import Client
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

FERRIES = {1: "Helsinki", 2: "Mariehamn", 3: "Visby"}

URLS = Map(
    [
        Rule("/", endpoint="timetable"),
        Rule("/ferries/<int:number>", endpoint="ferry"),
        Rule("/book", endpoint="book", methods=["POST"]),
        Rule("/fare", endpoint="fare"),
        Rule("/tried", endpoint="tried"),
    ]
)

PAGE = """<!doctype html><html lang="en"><title>Ferries</title><h1>Ferries</h1><ul>{links}</ul>
<form method="post" action="/book"><label>To <input name="to" value="Visby"></label>
<button>Book</button></form>
<p><a href="/fare?to=Visby">What a ticket costs</a>;
<a href="/tried?path=/ferries/2">the app, tried on itself</a></p>"""


def timetable(request, urls):
    links = "".join(
        f'<li><a href="{urls.build("ferry", {"number": n})}">{FERRIES[n]}</a></li>' for n in FERRIES
    )
    return Response(PAGE.format(links=links), mimetype="text/html")


def ferry(request, urls, number):
    if number not in FERRIES:
        raise NotFound(f"There is no ferry {number}.")
    return Response(f"Ferry {number} goes to {FERRIES[number]}.")


def book(request, urls):
    wanted = request.form["to"]
    numbers = [number for number, to in FERRIES.items() if to == wanted]
    return redirect(urls.build("ferry", {"number": numbers[0]}))


def fare(request, urls):
    return {"to": request.args["to"], "kronor": 290}


def tried(request, urls):
    try:
        answer = Client(answered).get(request.args["path"])
    except HTTPException as error:
        return Response(f"The app raised {type(error).__name__}.")
    return Response(f"The app answered {answer.status}: {answer.text}")


VIEWS = {"timetable": timetable, "ferry": ferry, "book": book, "fare": fare, "tried": tried}


def answered(environ, start_response):
    urls = URLS.bind_to_environ(environ)
    endpoint, arguments = urls.match()
    response = VIEWS[endpoint](Request(environ), urls, **arguments)
    return response(environ, start_response)


def app(environ, start_response):
    try:
        return answered(environ, start_response)
    except HTTPException as error:
        return error(environ, start_response)
