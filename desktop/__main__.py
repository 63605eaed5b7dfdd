"""The entry: a command of the command line, or what the frozen program runs in an interpreter's place."""

import os
import sys

SCRIPT_SWITCH = "--fumehood-script"
# The same as in server.runner.processes.python_command, which is not imported yet either.
AS_PYTHON = "FUMEHOOD_AS_PYTHON"
# The same as in desktop.cli.errors, which is not imported yet when it is needed.
INTERRUPTED = 130


def _run_script(path: str, arguments: list[str]) -> None:
    """Be an interpreter for one script, as `python path arguments…` would be; a bundle has no other."""
    import runpy  # noqa: PLC0415 - a guest's interpreter begins here and shall pay for nothing else

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # a program without a console has none
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open for ever
    sys.argv[:] = [path, *arguments]
    # As for any script its own folder comes first, and ours, which holds `desktop` and `server`, not at all.
    sys.path[:] = (
        [os.path.dirname(path), *sys.path[1:]]
        if not getattr(sys, "frozen", False)
        else [
            os.path.dirname(path),
            *sys.path,
        ]
    )
    runpy.run_path(path, run_name="__main__")


def main() -> None:
    """Run what the arguments say; ends with an exit code of docs/cli.md."""
    if len(sys.argv) > 2 and sys.argv[1] == SCRIPT_SWITCH:  # noqa: PLR2004 - the program, the switch, the script
        _run_script(sys.argv[2], sys.argv[3:])
        return
    if os.environ.get(AS_PYTHON):
        from desktop import interpreter  # noqa: PLC0415 - only what runs in an interpreter's place needs it

        interpreter.run(sys.argv[1:])
        return
    try:
        from desktop.cli.main import run  # noqa: PLC0415 - the switch above comes before anything of ours

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before the command line itself handles Ctrl+C it is still being imported.
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
