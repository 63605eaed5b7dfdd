"""What a beginner expects of Flask in tests; not every expectation is met."""

import threading
import unittest

from flask import session
from pool import app


class PoolTest(unittest.TestCase):
    def setUp(self):
        app.testing = True
        self.client = app.test_client()

    def test_needs_no_server(self):
        text = self.client.get("/lifeguard").text
        self.assertEqual(text, f"On duty: {threading.get_ident()}")

    def test_lands_on_the_page(self):
        page = self.client.post("/card", data={"swimmer": "Ada"})
        self.assertEqual(page.status_code, 200)

    def test_is_remembered(self):
        self.client.post("/card", data={"swimmer": "Ada"})
        self.assertEqual(self.client.get("/").text, "Welcome, Ada!")

    def test_session_afterwards(self):
        client = self.client
        client.post("/card", data={"swimmer": "Ada"})
        self.assertEqual(session.get("swimmer"), "Ada")

    def test_session_beforehand(self):
        with self.client.session_transaction() as session:
            session["swimmer"] = "Grace"
        self.assertEqual(self.client.get("/").text, "Welcome, Grace!")

    def test_data_is_json(self):
        answer = self.client.post("/tickets", data={"people": 3})
        self.assertEqual(answer.status_code, 201)

    def test_error_page(self):
        self.assertEqual(self.client.get("/slide").status_code, 500)

    def test_command(self):
        result = app.test_cli_runner().invoke(args=["till", "5"])
        self.assertEqual(result.output, "20 in the till\n")

    def test_broken_command(self):
        with self.assertRaises(ZeroDivisionError):
            app.test_cli_runner().invoke(args=["till", "0"])

    def test_runner_built_in(self):
        result = app.test_cli_runner().invoke(args=["test"])
        self.assertEqual(result.exit_code, 0)
