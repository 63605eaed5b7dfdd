"""An app that sends mail in each way that smtplib offers."""

import queue
import smtplib
import socket
import threading
from email.message import EmailMessage
from typing import Any

from flask import Flask

app = Flask(__name__)
orders: queue.Queue[str] = queue.Queue()


def send_orders() -> None:
    """Send each ordered message, as long as the app runs."""
    while True:
        address = orders.get()
        with smtplib.SMTP("smtp.ferries.example") as client:
            client.sendmail("post@ferries.example", [address], "Subject: Ordered\r\n\r\nHello")
        orders.task_done()


threading.Thread(target=send_orders, name="sender", daemon=True).start()


def ticket(to: str = "Ada <ada@mail.example>") -> EmailMessage:
    """Return a message with text, HTML and an attachment."""
    message = EmailMessage()
    message["From"] = "Ferries <post@ferries.example>"
    message["To"] = to
    message["Cc"] = "Grace <grace@mail.example>"
    message["Subject"] = "Your crossing on Friday, gåte 7"
    message.set_content("Be at the quay at nine.\n.\nThe captain\n")
    message.add_alternative("<p>Be at the quay at <b>nine</b>.</p>", subtype="html")
    message.add_attachment(b"09:00 out\n", maintype="text", subtype="csv", filename="times.csv")
    return message


@app.get("/plain")
def plain() -> Any:
    """Send a message to three people, one of whom no header names."""
    with smtplib.SMTP("smtp.ferries.example", 25) as client:
        client.send_message(
            ticket(), to_addrs=["ada@mail.example", "grace@mail.example", "harbour@office.example"]
        )
    return "sent"


@app.get("/starttls")
def starttls() -> Any:
    """Ask for TLS and log in."""
    with smtplib.SMTP("smtp.ferries.example", 587, timeout=5) as client:
        client.starttls()
        client.login("ferries", "hunter2-hunter2")
        client.sendmail("post@ferries.example", "ada@mail.example", "Subject: One line\r\n\r\nHello")
        extensions = client.has_extn("starttls"), client.has_extn("auth")
    return {"extensions": extensions}


@app.get("/ssl")
def ssl() -> Any:
    """Send over implicit TLS."""
    with smtplib.SMTP_SSL("smtp.ferries.example") as client:
        client.sendmail("post@ferries.example", ["ada@mail.example"], b"\xff\xfe no headers at all")
    return "sent"


@app.get("/lmtp")
def lmtp() -> Any:
    """Send through a socket of the local mail system."""
    try:
        smtplib.LMTP("/var/run/mail.sock").sendmail("a@x.example", ["b@x.example"], "Subject: x\n\nx")
    except smtplib.SMTPException as error:
        return type(error).__name__
    return "sent"


class OwnConnectionClient(smtplib.SMTP):
    """A client that opens its connection itself."""

    def connect(self, host: Any = "localhost", port: Any = 0, source_address: Any = None) -> Any:
        """Connect to the port without smtplib."""
        self.sock = socket.create_connection((host, port))
        self.file = None
        return self.getreply()


@app.get("/stubborn/<int:port>")
def stubborn(port: Any) -> Any:
    """Send through that client."""
    try:
        OwnConnectionClient("127.0.0.1", port).sendmail("a@x.example", ["b@x.example"], "Subject: x\n\nx")
    except smtplib.SMTPException as error:
        return str(error)
    return "sent"


@app.get("/failing")
def failing() -> Any:
    """Return the error of a message that cannot be sent."""
    try:
        smtplib.SMTP("smtp.ferries.example", 25).sendmail("a@x.example", ["b@x.example"], "Subject: x\n\nx")
    except smtplib.SMTPException as error:
        return f"{type(error).__name__}: {error.args}"
    return "sent"


@app.get("/thread")
def thread() -> Any:
    """Send from another thread."""

    def work() -> Any:
        with smtplib.SMTP("smtp.ferries.example") as client:
            client.sendmail("post@ferries.example", ["ada@mail.example"], "Subject: Later\r\n\r\nHello")

    thread_sending = threading.Thread(target=work)
    thread_sending.start()
    thread_sending.join()
    return "sent"


@app.get("/order")
def order() -> Any:
    """Let the thread that was started at the import send, and wait until it has."""
    orders.put("ada@mail.example")
    orders.join()
    return "sent"
