"""The entry point: the command line, or a script that the frozen program runs as an interpreter would."""

import os
import sys

SCRIPT_SWITCH = "--fumehood-script"
# The same as in server.runner.processes.python_command, which must not be imported here.
AS_PYTHON = "FUMEHOOD_AS_PYTHON"
# server.model.exit_code.ExitCode.INTERRUPTED, needed while the imports are still running.
INTERRUPTED = 130


def _run_script(path: str, arguments: list[str]) -> None:
    """Run one script as `python path arguments…` would; a bundle contains no other interpreter."""
    import runpy  # noqa: PLC0415 - a guest's interpreter starts here and must not pay for other imports

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # a program without a console has none
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stays open
    sys.argv[:] = [path, *arguments]
    # The script's folder comes first, as for any script; ours (`desktop` and `server`) must not be there.
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
    """Run the command line and exit with a code of docs/cli.md."""
    if len(sys.argv) > 2 and sys.argv[1] == SCRIPT_SWITCH:  # noqa: PLR2004 - the program, the switch, the script
        _run_script(sys.argv[2], sys.argv[3:])
        return
    if os.environ.get(AS_PYTHON):
        from desktop import frozen_interpreter  # noqa: PLC0415 - only needed as an interpreter

        frozen_interpreter.run(sys.argv[1:])
        return
    from desktop import inherited_settings  # noqa: PLC0415 - the script above must not pay for it

    inherited_settings.disregard_settings()
    try:
        from desktop.cli import console  # noqa: PLC0415 - as above
        from desktop.cli.main import run  # noqa: PLC0415 - as above

        console.install()
        code: int | str | None = run(sys.argv[1:])
    except SystemExit as ended:
        code = ended.code
    except KeyboardInterrupt:
        # Ctrl+C while the command line is still being imported.
        code = INTERRUPTED
    inherited_settings.exit_with(code)


if __name__ == "__main__":
    main()
