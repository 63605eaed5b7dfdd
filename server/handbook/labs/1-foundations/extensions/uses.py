"""What each extension is for, in the fewest lines in which it happens."""

from flask import Flask


def database():
    from flask_sqlalchemy import SQLAlchemy

    shop = Flask("shop")
    shop.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///:memory:"
    db = SQLAlchemy(shop)

    class Tea(db.Model):
        name = db.Column(db.String, primary_key=True)

    with shop.app_context():
        db.create_all()
        db.session.add(Tea(name="Assam"))
        db.session.commit()
        return f"{db.session.query(Tea).count()} tea in the table"


def form():
    from flask_wtf import FlaskForm
    from wtforms import StringField
    from wtforms.validators import DataRequired

    class Order(FlaskForm):
        tea = StringField(validators=[DataRequired()])

    shop = Flask("shop")
    shop.config.update(WTF_CSRF_ENABLED=False)
    answers = []
    for tea in ("", "Assam"):
        with shop.test_request_context("/", method="POST", data={"tea": tea}):
            answers.append("taken" if Order().validate_on_submit() else "refused")
    return f"empty {answers[0]}, filled {answers[1]}"


def login():
    from flask_login import LoginManager, UserMixin, current_user, login_required, login_user

    class Guest(UserMixin):
        id = "Ada"

    shop = Flask("shop")
    shop.secret_key = "tea"
    LoginManager(shop).user_loader(lambda _id: Guest())
    shop.add_url_rule("/door", "door", lambda: str(login_user(Guest())))
    shop.add_url_rule("/room", "room", login_required(lambda: current_user.id))
    visitor = shop.test_client()
    before = visitor.get("/room").status_code
    visitor.get("/door")
    return f"{before} at first, then {visitor.get('/room').get_data(as_text=True)}"


def mail():
    from flask_mail import Mail, Message

    shop = Flask("shop")
    shop.config.update(TESTING=True)
    post = Mail(shop)
    with shop.app_context(), post.record_messages() as outbox:
        post.send(Message("Your tea", sender="shop@example.com", recipients=["ada@example.com"]))
        return f"{len(outbox)} message to {', '.join(m.recipients[0] for m in outbox)}".rstrip(" to")


def cors():
    from flask_cors import CORS

    shop = Flask("shop")
    CORS(shop, origins=["https://cafe.example"])
    shop.add_url_rule("/teas", "teas", lambda: "Assam")
    answer = shop.test_client().get("/teas", headers={"Origin": "https://cafe.example"})
    return f"allowed: {answer.headers.get('Access-Control-Allow-Origin')}"


USES = {use.__name__: use for use in (database, form, login, mail, cors)}
