"""A museum's guide: no address is written by hand, all of them are built from the names of the views."""

from flask import Flask, render_template_string, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BuildError

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)  # the proxy before us says below which prefix we are

PAGE = """<!doctype html><html lang="en"><title>Museum</title><h1>The museum</h1>
<ul><li><a href="{{ url_for("hall", number=3) }}">Hall 3</a></li>
<li><a href="{{ url_for("hall", number=3, _anchor="window") }}">Hall 3, at the window</a></li>
<li><a href="{{ url_for("painting", title="Night & Day") }}">Night &amp; Day</a></li>
<li><a href="{{ url_for("search", word="sea", page=2) }}">Paintings of the sea</a></li>
<li><a href="{{ url_for("static", filename="plan.txt") }}">The plan</a></li>
<li><a href="{{ url_for("letter") }}">A letter to a friend</a></li>
<li><a href="/halls/3">Hall 3, by hand</a></li></ul>"""


@app.get("/")
def home():
    return render_template_string(PAGE)


@app.get("/halls/<int:number>")
def hall(number):
    return {"hall": number, "query": request.args.to_dict()}


@app.get("/paintings/<title>")
def painting(title):
    return {"title": title}


@app.get("/search")
def search():
    return {"word": request.args["word"], "page": request.args.get("page", 1, type=int)}


@app.get("/letter")
def letter():
    return f"Dear friend, come and see {url_for('hall', number=3, _external=True)}"


@app.post("/signpost")
def signpost():
    wanted = request.get_json()
    try:
        return {"url": url_for(wanted["to"], **wanted["values"])}
    except BuildError as error:
        return {"error": str(error)}, 400
