"""An app that is asked."""

from pathlib import Path

import pytest

APP = """
import functools
from flask import Flask, session
app = Flask(__name__)
app.config["SECRET_KEY"] = "dev"

def login_required(view):
    @functools.wraps(view)
    def decorated():
        return view()
    return decorated

@login_required
@app.get("/admin")
def admin():
    return session.get("user", "")

@app.get("/items/<int:number>")
def item(number):
    return str(number)
"""


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """The target of an app with a weak key and a page that is open by mistake."""
    (tmp_path / "shop.py").write_text(APP)
    return str(tmp_path / "shop.py")
