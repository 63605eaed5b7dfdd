"""What is said about scaling, decided on a ferry's box office in two processes behind a real balancer."""

import json
import secrets
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

TRIES = 6
NGINX = """
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path a; proxy_temp_path b; fastcgi_temp_path c; uwsgi_temp_path d; scgi_temp_path e;
  upstream ferry {{ {method} {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://ferry; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_next_upstream {again};
    }}
  }}
}}
"""
HAPROXY = """
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s
  option forwardfor
  retries {retries}
{redispatch}
listen ferry
  bind 127.0.0.1:{port}
  balance {method}
{servers}
"""


def balancer(bench: Bench, *upstream: int, sticky: bool = False, again: bool = True) -> str:
    """The address of a balancer before these ports: nginx, or HAProxy where only that is installed."""
    port = bench.port()
    config = bench.scratch / "balancer.cfg"
    if shutil.which("haproxy") and not shutil.which("nginx", path="/usr/local/sbin:/usr/sbin:/usr/bin:/sbin"):
        servers = "\n".join(f"  server s{at} 127.0.0.1:{to}" for at, to in enumerate(upstream))
        config.write_text(
            HAPROXY.format(
                port=port,
                method="source" if sticky else "roundrobin",
                servers=servers,
                retries=3 if again else 0,
                redispatch="  option redispatch 1" if again else "",
            )
        )
        bench.start_program("haproxy", "-f", str(config), "-db", install="apt install haproxy")
    else:
        servers = " ".join(f"server 127.0.0.1:{to};" for to in upstream)
        method, tried = "ip_hash;" if sticky else "", "error timeout" if again else "off"
        config.write_text(NGINX.format(port=port, method=method, servers=servers, again=tried))
        where = ("-p", str(bench.scratch), "-c", str(config), "-e", "stderr")
        bench.start_program("nginx", *where, install="apt install nginx")
    return f"http://localhost:{port}"


def two(bench: Bench) -> tuple[int, int]:
    """The ports of two processes with the same app."""
    return port_of(bench), port_of(bench.beside("second.py"))


def port_of(bench: Bench) -> int:
    return int(bench.url.rpartition(":")[2])


def both(bench: Bench, path: str) -> list[Any]:
    """What two answer who ask the first process at the same time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda _: bench.fetch(bench.url + path).json(), range(2)))


@claim(
    "variables-count-all",
    "A counter in a variable of the module counts every visit, however many processes serve the app.",
    expect=FAILS,
    mistake=True,
    counter=Counter(processes=1),
)
def variables_count_all(bench: Bench, *, processes: int = 2) -> Observation:
    url = balancer(bench, *two(bench)[:processes])
    name = secrets.token_hex(4)
    counted = [bench.fetch(f"{url}/visit/{name}").json()["visits"] for _ in range(4)]
    return Observation(
        holds=counted == [1, 2, 3, 4],
        because=f"Four visits, one after the other, through a balancer before"
        f" {'two processes were' if processes == 2 else 'one process were'} counted as {counted}.",
        shown=bench.arrived(f"/visit/{name}")[-1],
    )


@claim(
    "one-visitor-two-processes",
    "Unless it is told otherwise, a balancer sends one visitor now to this process and now to that.",
    expect=HOLDS,
    counter=Counter(sticky=True),
)
def one_visitor(bench: Bench, *, sticky: bool = False) -> Observation:
    other = bench.beside("second.py")
    url = balancer(bench, *two(bench), sticky=sticky)
    path = f"/visit/{secrets.token_hex(4)}"
    for _ in range(4):
        bench.fetch(url + path)
    first = len(bench.arrived(path, count=4 if sticky else 2, seconds=0.5 if sticky else 5))
    second = len(other.arrived(path, count=4 - first))
    return Observation(
        holds=0 not in {first, second},
        because=f"Of one visitor's four requests {first} came to the first process, {second} to the second.",
    )


@claim(
    "one-thread-at-a-time",
    "Views need no locks in one process, because Python runs only one thread at a time.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "    if sold[ferry] == PLACES:\n": "    with desk:\n        return sell(ferry)\n\n\n"
            "desk = threading.Lock()\n\n\ndef sell(ferry):\n    if sold[ferry] == PLACES:\n"
        }
    ),
)
def one_thread_at_a_time(bench: Bench) -> Observation:
    for _ in range(TRIES):  # on a busy machine the second request may come after the first has been answered
        path = f"/book/{secrets.token_hex(4)}"
        booked = sum(answer["booked"] for answer in both(bench, path))
        if booked > 1:
            break
    return Observation(
        holds=booked < 2,
        because=f"One place was left, two asked for it at the same time, and {booked} got it.",
        shown=bench.arrived(path)[-1],
    )


@claim(
    "waiting-together",
    "In one process with threads, one view can wait while another runs.",
    expect=HOLDS,
    counter=Counter(
        {
            "gangway = threading.Barrier(2)\n": "gangway = threading.Barrier(2)\nnarrow = threading.Lock()\n",
            "        gangway.wait(2)\n": "        with narrow:\n            gangway.wait(0.2)\n",
        }
    ),
)
def waiting_together(bench: Bench) -> Observation:
    aboard = [answer["aboard"] for answer in both(bench, "/board")]
    return Observation(
        holds=all(aboard),
        because="Two requests that wait for each other in the same process"
        f" {'both came aboard' if all(aboard) else 'did not meet'}.",
        shown=bench.arrived("/board")[-1],
    )


@claim(
    "session-travels",
    "A visitor stays logged in when the next request is answered by another process.",
    expect=HOLDS,
    counter=Counter({'"the same in every process"': "__import__('secrets').token_hex()"}),
)
def session_travels(bench: Bench) -> Observation:
    other = bench.beside("second.py")
    browser = bench.browser()
    browser.send("POST", "/login/Ada")
    seen = other.send("GET", "/from", cookies=browser.jar.cookies_for("localhost", "/"))
    name = seen.json()["name"]
    return Observation(
        holds=name == "Ada",
        because=f"Logged in as Ada at the first process, the visitor was {name} to the second.",
    )


@claim(
    "nobody-notices",
    "When one of two processes behind a balancer is gone, visitors need not notice it.",
    expect=HOLDS,
    counter=Counter(again=False),
)
def nobody_notices(bench: Bench, *, again: bool = True) -> Observation:
    url = balancer(bench, port_of(bench), bench.port(), again=again)
    statuses = [bench.fetch(f"{url}/from").status for _ in range(4)]
    return Observation(
        holds=all(status == 200 for status in statuses),
        because="With nobody behind one of its two ports the balancer answered"
        f" {', '.join(map(str, statuses))}{'' if again else ', told never to try the other one'}.",
    )


@claim(
    "address-is-the-visitors",
    "request.remote_addr is the visitor's address, also behind a balancer.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "app = Flask(__name__)\n": "app = Flask(__name__)\n"
            'app.wsgi_app = __import__("werkzeug.middleware.proxy_fix").middleware.proxy_fix.ProxyFix('
            "app.wsgi_app)\n"
        }
    ),
)
def address_is_the_visitors(bench: Bench) -> Observation:
    url = balancer(bench, port_of(bench))
    bench.fetch(f"{url}/from")
    port = int(url.rpartition(":")[2])
    try:
        visitor = socket.create_connection(("127.0.0.1", port), 5, source_address=("127.0.0.2", 0))
    except OSError:
        remedy = "Give the loopback interface that address, with sudo ifconfig lo0 alias 127.0.0.2."
        raise Undecided("Nobody can come from 127.0.0.2 on this machine.", remedy) from None
    with visitor:
        visitor.sendall(b"GET /from HTTP/1.0\r\nHost: ferry.example\r\n\r\n")
        answer = visitor.makefile("rb").read().partition(b"\r\n\r\n")[2]
    address = json.loads(answer)["address"]
    return Observation(
        holds=address == "127.0.0.2",
        because=f"A visitor from 127.0.0.2 came through the balancer, and request.remote_addr was {address}.",
        shown=bench.arrived("/from", count=2)[-1],
    )
