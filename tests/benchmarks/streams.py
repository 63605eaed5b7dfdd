"""How fast a page is answered while a hundred streams are open, and what an idle guest costs."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.benchmarks.result import Effort, Measure, Result, median
from tests.support.probe_host import ProbeHost

APPS = Path(__file__).parent / "apps"
CLIENT = Path(__file__).with_name("client.py")
STREAMS = 100
MOST = 50.0
IDLE_SECONDS = 5.0
REQUEST = b"GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"


def measure(effort: Effort) -> Result:
    """Ask for the page without streams and with a hundred that send a line twice a second."""
    times = effort.times(400, 20)
    with ProbeHost() as host:
        host.ready = host.load("streams.py", APPS)
        quiet = ask(host.port, times)
        guest = psutil.Process(host.process.pid)
        idle, memory = idle_share(guest, effort.times(int(IDLE_SECONDS), 1)), guest.memory_info().rss
        clients = [open_stream(host.port) for _ in range(STREAMS)]
        busy = ask(host.port, times)
        busy_memory = guest.memory_info().rss
        for client in clients:
            client.close()
    slowest = sorted(busy)[int(len(busy) * 0.99)]
    return Result(
        name="streams",
        what=f"{times} requests, one after the other, without streams and beside {STREAMS} that are open",
        measures=(
            Measure(name="the page without streams, median", value=median(quiet) * 1000, unit="ms"),
            Measure(name=f"the page beside {STREAMS} streams, median", value=median(busy) * 1000, unit="ms"),
            Measure(
                name="the same, 99 of 100 requests",
                value=slowest * 1000,
                unit="ms",
                at_most=MOST,
            ),
            Measure(name="an idle guest, share of a core", value=idle * 100, unit="%"),
            Measure(name="an idle guest, memory", value=memory / (1 << 20), unit="MB"),
            Measure(name=f"beside {STREAMS} streams, memory", value=busy_memory / (1 << 20), unit="MB"),
        ),
    )


def ask(port: int, times: int) -> list[float]:
    """Return how many seconds each of so many requests took, as a process of its own saw it."""
    command = [sys.executable, str(CLIENT), str(port), "/", str(times)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(took) for took in json.loads(printed)]


def open_stream(port: int) -> socket.socket:
    """Open a stream and wait for its first line; nobody reads the others."""
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(REQUEST)
    data = b""
    while b"tick" not in data:
        data += client.recv(4096)
    return client


def idle_share(guest: psutil.Process, seconds: int) -> float:
    """Return the share of a core that a guest without requests uses."""
    before = guest.cpu_times()
    time.sleep(seconds)
    after = guest.cpu_times()
    return (after.user + after.system - before.user - before.system) / seconds
