"""Sends the same request again and again: `client.py PORT PATH TIMES` prints the seconds each took, as JSON.

It is a process of its own, so that reading a guest's events does not take turns with the stopwatch.
"""

import http.client
import json
import sys
import time


def main(port: int, path: str, times: int) -> None:
    """Ask over one connection, one request after the other."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - begun)
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{path} answered {answer.status}")
    json.dump(took, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
