"""Sends the same request again and again: `client.py PORT PATH TIMES [CLIENTS]`.

It prints the seconds that each request took, as JSON; several clients send their shares at the same time.

It is a process of its own, so that reading a guest's events does not take turns with the stopwatch.
"""

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def main(port: int, path: str, times: int, clients: int = 1) -> None:
    """Ask over one connection a client, one request after the other."""
    with ThreadPoolExecutor(clients) as pool:
        shares = [pool.submit(ask, port, path, times // clients) for _ in range(clients)]
        json.dump([seconds for share in shares for seconds in share.result()], sys.stdout)


def ask(port: int, path: str, times: int) -> list[float]:
    """Return the seconds that each of `times` requests took."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - begun)
        if answer.status != http.HTTPStatus.OK:
            raise ValueError(f"{path} answered {answer.status}")
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], *(int(number) for number in sys.argv[3:]))
