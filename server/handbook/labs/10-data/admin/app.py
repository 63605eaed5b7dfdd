"""An orchard's shop with an admin behind it: one door open, one hidden, one locked."""

import hmac
import tempfile

from flask import Flask, render_template_string, request
from flask_admin import Admin, AdminIndexView
from flask_admin.contrib.sqla import ModelView
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SECRET_KEY"] = "printed-here-and-so-no-secret"
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tempfile.mkdtemp()}/orchard.db"
db = SQLAlchemy(app)
PASSWORD = "windfall"

try:  # where Flask-Babel is installed, Flask-Admin speaks through it and wants it set up
    from flask_babel import Babel
except ImportError:
    pass
else:
    Babel(app)


class Apple(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), nullable=False)


class Grower(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), nullable=False)


class Order(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    customer = db.Column(db.String(40), nullable=False)


class Guard:
    """Lets in who knows the password; goes before the view that it guards."""

    def is_accessible(self):
        given = request.authorization
        return bool(given and hmac.compare_digest(given.password or "", PASSWORD))


class Index(Guard, AdminIndexView):
    pass


class Apples(ModelView):
    column_searchable_list = ("name",)
    can_delete = False


class Growers(ModelView):
    def is_visible(self):  # not in the menu
        return False


class Orders(Guard, ModelView):
    pass


admin = Admin(app, name="Orchard", index_view=Index())
admin.add_view(Apples(Apple, db))
admin.add_view(Growers(Grower, db))
admin.add_view(Orders(Order, db))

with app.app_context():
    db.create_all()
    db.session.add_all([Apple(name=name) for name in ("Discovery", "Aroma", "Ingrid Marie")])
    db.session.add_all([Grower(name="Ada, 12 Hill Road"), Order(customer="Grace")])
    db.session.commit()


@app.get("/")
def home():
    return render_template_string(
        """<!doctype html><html lang="en"><title>Orchard</title><h1>The orchard</h1>
<ul>{% for apple in apples %}<li>{{ apple.name }}</li>{% endfor %}</ul>
<p>Behind the shop: <a href="/admin/">the admin</a>, <a href="/admin/apple/">apples</a>,
<a href="/admin/grower/">growers</a>, <a href="/admin/order/">orders</a></p>""",
        apples=Apple.query,
    )


@app.get("/stock")
def stock():
    apples = Apple.query.filter_by(name=request.args["name"]).all()
    return {"count": len(apples), "last": apples[-1].id if apples else None}
