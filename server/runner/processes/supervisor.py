"""Stands between Fumehood and a guest, and leaves nothing of the guest behind; standard library only.

Run as a script: `supervisor.py COMMAND…`. Standard input: one line of JSON {"files", "data", "grace",
"environment"} (the bound of open files, that of the data segment in bytes, the seconds between TERM and KILL,
the guest's variables), and of {"folder", "input", "nice", "scratch"} what there is (the guest's folder, the
file that is its standard input, how far it steps back for others, a folder to be removed when Fumehood is
gone). Then one line that is passed on to the guest's standard input, if that is no file. That it ends means
that Fumehood is gone, or wants the end: then the whole tree of the guest is ended. Standard error becomes the
guest's standard output and standard error. Standard output gets a JSON line when the guest runs, {"pid": n},
or could not be started, {"error": text}, and one at its end, {"exit": n}, n being negative for a signal.

On Linux the keeper is the subreaper of its descendants: processes that fork twice or call setsid become its
children and are found. A guest's death signal is bound to the keeper, so a killed keeper takes it along.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LINUX = sys.platform == "linux"
KILL_SECONDS = 5.0


def prctl(option: int, value: int) -> bool:
    """Call prctl(2); False where it is not to be had."""
    try:
        import ctypes  # noqa: PLC0415 - only Linux needs it, and it costs time

        return bool(ctypes.CDLL(None).prctl(option, value, 0, 0, 0) == 0)
    except (ImportError, OSError, AttributeError):
        return False


def say(message: dict[str, object]) -> None:
    """Report to Fumehood, which may be gone."""
    with contextlib.suppress(OSError):
        os.write(1, json.dumps(message).encode() + b"\n")


def bounds(files: int, data: int, nice: int) -> Callable[[], None]:
    """What the guest's process does between fork and exec; the libraries are loaded before the fork."""
    import ctypes  # noqa: PLC0415 - only Linux and macOS come here
    import resource  # noqa: PLC0415 - as above

    libc = ctypes.CDLL(None)
    keeper = os.getpid()

    def lower(kind: int, wanted: int) -> None:
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (wanted, wanted))

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if LINUX:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != keeper:
                os._exit(1)
        lower(resource.RLIMIT_CORE, 0)
        lower(resource.RLIMIT_NOFILE, files)
        if data:
            lower(resource.RLIMIT_DATA, data)
        if nice:
            os.nice(nice)

    return prepare


def descendants() -> list[int]:
    """Every process below this one, from /proc; zombies are left out."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/stat", "rb") as stat:
                    fields = stat.read().rpartition(b")")[2].split()
                if fields[0] not in (b"Z", b"X"):
                    children.setdefault(int(fields[1]), []).append(int(name))
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def signal_all(pids: list[int], number: int) -> None:
    """Send a signal to each process that still is."""
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def end_tree(guest: "subprocess.Popen[bytes]", grace: float, exits: dict[int, int]) -> None:
    """End the guest and all that came of it: politely, then not; waits until they are gone."""
    if os.name == "nt":
        subprocess.run(  # noqa: S603 - a fixed command
            ["taskkill", "/T", "/F", "/PID", str(guest.pid)],  # noqa: S607 - part of Windows
            capture_output=True,
            check=False,
        )
        return
    polite_until = time.monotonic() + grace
    last = polite_until + KILL_SECONDS
    asked: set[int] = set()
    while (reap(exits) or not LINUX) and time.monotonic() < last:
        alive = descendants() if LINUX else group_of(guest)
        if not alive and not LINUX:
            break
        if time.monotonic() >= polite_until:
            signal_all(alive, signal.SIGKILL)
        else:
            signal_all([pid for pid in alive if pid not in asked], signal.SIGTERM)
            asked.update(alive)
        time.sleep(0.002)
    reap(exits)


def group_of(guest: "subprocess.Popen[bytes]") -> list[int]:
    """Where there is no /proc: the guest's process group, as one negative id, while it has members."""
    try:
        os.killpg(guest.pid, 0)
    except OSError:
        return []
    return [-guest.pid]


def reap(exits: dict[int, int]) -> bool:
    """Collect every child that has ended; whether there are others.

    To a subreaper, having no children means having no descendants.
    """
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if pid == 0:
            return True
        exits[pid] = os.waitstatus_to_exitcode(status)


def start(settings: dict[str, Any], command: list[str]) -> "subprocess.Popen[bytes] | None":
    """Start the guest in a session of its own, or report why not."""
    posix = os.name == "posix"
    steps = (int(settings["files"]), int(settings["data"]), int(settings.get("nice", 0)))
    try:
        with contextlib.ExitStack() as opened:
            given = settings.get("input")
            return subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=opened.enter_context(open(given, "rb")) if given else subprocess.PIPE,
                stdout=2,
                stderr=2,
                cwd=settings.get("folder"),
                env=settings["environment"],
                start_new_session=posix,
                preexec_fn=bounds(*steps) if posix else None,  # noqa: PLW1509 - no threads here
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
    except (OSError, subprocess.SubprocessError) as error:
        say({"error": str(error)})
        return None


def read_line() -> bytes:
    """The next line of standard input, unbuffered: nothing after it is swallowed."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            break
        line += byte
    return line


def watch(guest: "subprocess.Popen[bytes]", wake: int, exits: dict[int, int]) -> None:
    """Return when the guest has ended, Fumehood is gone or we are asked to end; reap what ends before."""
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        while True:
            reap(exits)
            if guest.pid in exits:
                return
            for key, _ in selector.select():
                if key.fd == wake:
                    if signal.SIGTERM in os.read(wake, 4096):
                        return
                elif not os.read(0, 4096):
                    return


def watch_simply(guest: "subprocess.Popen[bytes]", exits: dict[int, int]) -> None:
    """The same on Windows, where a pipe cannot be waited for together with a process."""
    import threading  # noqa: PLC0415 - only Windows needs it

    def lifeline() -> None:
        while os.read(0, 4096):
            pass
        end_tree(guest, 0.0, exits)

    threading.Thread(target=lifeline, daemon=True).start()
    exits[guest.pid] = guest.wait()


def main(arguments: list[str]) -> int:
    """Keep one guest from its start to its end."""
    posix = os.name == "posix"
    fumehood = os.getppid()
    wake = -1
    if posix:
        # Ctrl+C in the terminal is for Fumehood, which then closes the lifeline.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        wake, write = os.pipe()
        os.set_blocking(write, False)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, lambda number, frame: None)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        if LINUX:
            prctl(PR_SET_CHILD_SUBREAPER, 1)
            # A guest may have stopped us; the end of Fumehood wakes us to see to ours.
            prctl(PR_SET_PDEATHSIG, signal.SIGCONT)
    first, line = read_line(), read_line()
    if not line.endswith(b"\n"):
        return 0
    settings = json.loads(first)
    guest = start(settings, arguments)
    if guest is None:
        return 1
    say({"pid": guest.pid})
    exits: dict[int, int] = {}
    if guest.stdin is not None:
        with contextlib.suppress(OSError):
            guest.stdin.write(line)
            guest.stdin.close()
    if posix:
        watch(guest, wake, exits)
    else:
        watch_simply(guest, exits)
    ended = guest.pid in exits
    if ended:
        say({"exit": exits[guest.pid]})
    end_tree(guest, settings["grace"], exits)
    guest.returncode = exits.get(guest.pid, -int(signal.SIGTERM))
    if not ended:
        say({"exit": guest.returncode})
    if os.getppid() != fumehood and settings.get("scratch"):
        import shutil  # noqa: PLC0415 - only the end of Fumehood itself needs it

        shutil.rmtree(settings["scratch"], ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
