"""Runs a guest and ends all its processes when the guest or Fumehood ends; standard library only.

Run as a script: `supervisor.py COMMAND…`.

- Standard input, first line: JSON {"files", "data", "grace", "environment"}: the limit of open files, that
  of the data segment in bytes, the seconds between SIGTERM and SIGKILL, and the guest's variables.
  Optionally also {"folder", "input", "nice", "scratch"}: the guest's working folder, the file for its
  standard input, its nice value, and a folder to be removed if Fumehood is gone.
- Second line: passed on to the guest's standard input, if that is not a file.
- End of standard input: Fumehood is gone or wants the end. The whole process tree of the guest is ended.
- Standard error: is the guest's standard output and standard error.
- Standard output: a JSON line {"supervisor": n} before anything else, {"pid": n} when the guest runs or
  {"error": text} when it could not be started, and {"exit": n} at its end, n being negative for a signal.
- Exit code: 0 at the end of the guest, NOT_STARTED, or KILLED if the supervisor was killed.

A fork server runs `main` in a process that it has forked, with a function that forks the guest and a pipe
for the exit code, which Fumehood reads.

On Linux the supervisor is the subreaper of its descendants: processes that fork twice or call setsid become
its children and are found. It is the child of a guard, a subreaper too: if somebody kills the supervisor, the
guard kills all that it has left. If somebody kills the guard, the supervisor ends the guest.
"""

import contextlib
import json
import os
import select
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import IO, Any, Union

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LINUX = sys.platform == "linux"
KILL_SECONDS = 5.0
NOT_STARTED = 1
KILLED = 2


def prctl(option: int, value: int) -> bool:
    """Call prctl(2); return False where it is not available."""
    try:
        import ctypes  # noqa: PLC0415 - only Linux needs it, and it costs time

        return bool(ctypes.CDLL(None).prctl(option, value, 0, 0, 0) == 0)
    except (ImportError, OSError, AttributeError):
        return False


def report(message: dict[str, object]) -> None:
    """Write a report to Fumehood; ignore that it may be gone."""
    with contextlib.suppress(OSError):
        os.write(1, json.dumps(message).encode() + b"\n")


class ForkedGuest:
    """A guest that was forked: its process id, the pipe to its standard input, and its exit code."""

    def __init__(self, pid: int, stdin: "IO[bytes]") -> None:
        self.pid = pid
        self.stdin: IO[bytes] | None = stdin
        self.returncode: int | None = None


Guest = Union["subprocess.Popen[bytes]", ForkedGuest]
Start = Callable[[dict[str, Any], list[str]], "Guest | None"]


def limits_setter(files: int, data: int, nice: int) -> Callable[[], None]:
    """Return what the guest's process does between fork and exec; libraries are loaded before the fork."""
    import ctypes  # noqa: PLC0415 - only Linux and macOS come here
    import resource  # noqa: PLC0415 - as above

    libc = ctypes.CDLL(None)
    supervisor = os.getpid()

    def lower(kind: int, limit: int) -> None:
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if LINUX:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != supervisor:
                os._exit(1)
        lower(resource.RLIMIT_CORE, 0)
        lower(resource.RLIMIT_NOFILE, files)
        if data:
            lower(resource.RLIMIT_DATA, data)
        if nice:
            os.nice(nice)

    return prepare


def descendants() -> list[int]:
    """Return every process below this one, from /proc, without zombies."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/stat", "rb") as stat:
                    fields = stat.read().rpartition(b")")[2].split()
                if fields[0] not in (b"Z", b"X"):
                    children.setdefault(int(fields[1]), []).append(int(name))
    pids: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        pids += below
        waiting += below
    return pids


def signal_all(pids: list[int], number: int) -> None:
    """Send a signal to each process; ignore those that are gone."""
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def end_tree(guest: Guest, grace: float, exits: dict[int, int]) -> None:
    """End the guest and its descendants: SIGTERM, after `grace` seconds SIGKILL; wait for their end."""
    if os.name == "nt":
        subprocess.run(  # noqa: S603 - a fixed command
            ["taskkill", "/T", "/F", "/PID", str(guest.pid)],  # noqa: S607 - part of Windows
            capture_output=True,
            check=False,
        )
        return
    kill_at = time.monotonic() + grace
    give_up_at = kill_at + KILL_SECONDS
    terminated: set[int] = set()
    while (reap(exits) or not LINUX) and time.monotonic() < give_up_at:
        alive = descendants() if LINUX else group_of(guest)
        if not alive and not LINUX:
            break
        if time.monotonic() >= kill_at:
            signal_all(alive, signal.SIGKILL)
        else:
            signal_all([pid for pid in alive if pid not in terminated], signal.SIGTERM)
            terminated.update(alive)
        time.sleep(0.002)
    reap(exits)


def kill_descendants() -> None:
    """Kill every process below this one, and those that they start meanwhile; wait for their end."""
    give_up_at = time.monotonic() + KILL_SECONDS
    while reap({}) and time.monotonic() < give_up_at:
        signal_all(descendants(), signal.SIGKILL)
        time.sleep(0.002)


def group_of(guest: Guest) -> list[int]:
    """Return the guest's process group as one negative id, if it has members; for systems without /proc."""
    try:
        os.killpg(guest.pid, 0)
    except OSError:
        return []
    return [-guest.pid]


def reap(exits: dict[int, int]) -> bool:
    """Collect the exit codes of children that have ended; return whether there are others.

    A subreaper without children has no descendants either.
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
    """Start the guest in a session of its own; report the error and return None if that fails."""
    posix = os.name == "posix"
    limits = (int(settings["files"]), int(settings["data"]), int(settings.get("nice", 0)))
    try:
        with contextlib.ExitStack() as stack:
            file = settings.get("input")
            return subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=stack.enter_context(open(file, "rb")) if file else subprocess.PIPE,
                stdout=2,
                stderr=2,
                cwd=settings.get("folder"),
                env=settings["environment"],
                start_new_session=posix,
                preexec_fn=limits_setter(*limits) if posix else None,  # noqa: PLW1509 - no threads here
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
    except (OSError, subprocess.SubprocessError) as error:
        report({"error": str(error)})
        return None


def read_line() -> bytes:
    """Read a line of standard input without a buffer, so that nothing after it is consumed."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            break
        line += byte
    return line


def watch(guest: Guest, wake: int, exits: dict[int, int], parent: int) -> None:
    """Return when the guest has ended, Fumehood or our parent is gone, or SIGTERM has come.

    Reap children until then.
    """
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        while True:
            reap(exits)
            if guest.pid in exits or os.getppid() != parent:
                return
            for key, _ in selector.select():
                if key.fd == wake:
                    if signal.SIGTERM in os.read(wake, 4096):
                        return
                elif not os.read(0, 4096):
                    return


def watch_on_windows(guest: "subprocess.Popen[bytes]", exits: dict[int, int]) -> None:
    """Do the same on Windows, where one cannot wait for a pipe and a process together."""
    import threading  # noqa: PLC0415 - only Windows needs it

    def lifeline() -> None:
        while os.read(0, 4096):
            pass
        end_tree(guest, 0.0, exits)

    threading.Thread(target=lifeline, daemon=True).start()
    exits[guest.pid] = guest.wait()


def wake_on_signals(numbers: tuple[int, ...]) -> int:
    """Return a pipe into which each of these signals is written."""
    wake, write = os.pipe()
    os.set_blocking(write, False)
    for number in numbers:
        signal.signal(number, lambda number, frame: None)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    return wake


def guard(supervisor: int, scratch: "str | None", is_alone: Callable[[], bool]) -> int:
    """Wait for the end of the supervisor; if it was killed, kill what it has left. Return the exit code.

    `is_alone` says whether Fumehood is gone.
    """
    # The guest can only stop us or kill us: all else is the supervisor's business.
    os.close(0)
    for number in (signal.SIGTERM, signal.SIGCONT):
        signal.signal(number, lambda number, frame: signal_all([supervisor], number))
    prctl(PR_SET_PDEATHSIG, signal.SIGCONT)
    exits: dict[int, int] = {}
    while supervisor not in exits:
        pid, status = os.waitpid(-1, 0)
        exits[pid] = os.waitstatus_to_exitcode(status)
    for number in (signal.SIGTERM, signal.SIGCONT):
        signal.signal(number, signal.SIG_IGN)
    code = exits[supervisor]
    if code:
        kill_descendants()
        code = code if code == NOT_STARTED else KILLED
    if scratch and is_alone():
        import shutil  # noqa: PLC0415 - only the end of Fumehood itself needs it

        shutil.rmtree(scratch, ignore_errors=True)
    return code


def has_no_reader(pipe: int) -> bool:
    """Return whether the other end of a pipe that we could write into is closed."""
    poll = select.poll()
    poll.register(pipe, 0)  # errors are reported all the same
    return any(events & select.POLLERR for _, events in poll.poll(0))


def main(arguments: list[str], start_guest: Start = start, status: "int | None" = None) -> int:
    """Run one guest from its start to its end.

    `status` is the pipe for the exit code, which Fumehood reads, if we were forked and are not its child.
    """
    posix = os.name == "posix"
    fumehood = os.getppid()

    def is_alone() -> bool:
        return os.getppid() != fumehood if status is None else has_no_reader(status)

    if posix:
        # Ctrl+C in the terminal is for Fumehood, which then closes our standard input.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    first, line = read_line(), read_line()
    if not line.endswith(b"\n"):
        return 0
    settings = json.loads(first)
    if LINUX:
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        supervisor = os.fork()
        if supervisor:
            return guard(supervisor, settings.get("scratch"), is_alone)
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        if status is not None:
            os.close(status)
            os._exit(supervise(settings, arguments, line, start_guest))
    code = supervise(settings, arguments, line, start_guest)
    if not LINUX and os.getppid() != fumehood and settings.get("scratch"):
        import shutil  # noqa: PLC0415 - as in `guard`

        shutil.rmtree(settings["scratch"], ignore_errors=True)
    return code


def supervise(settings: dict[str, Any], arguments: list[str], line: bytes, start_guest: Start) -> int:
    """Start the guest and end it with all its processes; return the exit code."""
    posix = os.name == "posix"
    parent = os.getppid()
    wake = wake_on_signals((signal.SIGCHLD, signal.SIGTERM, signal.SIGCONT)) if posix else -1
    if LINUX:
        # The guest may have stopped us: SIGCONT lets us notice that our guard has ended.
        prctl(PR_SET_PDEATHSIG, signal.SIGCONT)
    report({"supervisor": os.getpid()})
    guest = start_guest(settings, arguments)
    if guest is None:
        return NOT_STARTED
    report({"pid": guest.pid})
    exits: dict[int, int] = {}
    if guest.stdin is not None:
        with contextlib.suppress(OSError):
            guest.stdin.write(line)
            guest.stdin.close()
    if posix or isinstance(guest, ForkedGuest):
        watch(guest, wake, exits, parent)
    else:
        watch_on_windows(guest, exits)
    has_ended = guest.pid in exits
    if has_ended:
        report({"exit": exits[guest.pid]})
    end_tree(guest, settings["grace"], exits)
    guest.returncode = exits.get(guest.pid, -int(signal.SIGTERM))
    if not has_ended:
        report({"exit": guest.returncode})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
