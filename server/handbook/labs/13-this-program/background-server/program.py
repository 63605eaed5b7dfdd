"""The box office as a program of its own: a server on a thread, beside a window."""

import socket
import threading

from app import app
from waitress.server import create_server


def listen(port=0):
    """A socket on loopback; with port 0 the system chooses a free one."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", port))
    listening.listen()  # whoever comes from now on waits in a queue
    return listening


def serve(listening, threads=4):
    """Waitress on a background thread."""
    server = create_server(app, sockets=[listening], threads=threads)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    return server, thread


def stop(server, thread):
    """Let the views finish, stop listening, and wait for the loop to end."""
    server.task_dispatcher.shutdown(timeout=5)
    server.close()
    thread.join(5)


def main(window):
    """Run until the window, which takes the address, is closed."""
    listening = listen()
    server, thread = serve(listening)
    window(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    stop(server, thread)
