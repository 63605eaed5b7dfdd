"""Customers of the bakery: each asks, waits for the answer, thinks for a moment, and asks again."""

import os

from locust import HttpUser, constant, task

WANTED = os.environ.get("WANTED", "/bread").split()


class Customer(HttpUser):
    wait_time = constant(0.1)

    def on_start(self):
        self.client.headers["X-Customer"] = f"{os.getpid()} {id(self)}"

    @task
    def buy(self):
        for page in WANTED:
            self.client.get(page)
