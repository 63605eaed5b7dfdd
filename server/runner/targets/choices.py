"""Several apps in one folder, of which the user chooses one."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.targets.app_scan import AppKind, AppSign
from server.runner.targets.programs import program_spec


@dataclass(frozen=True, kw_only=True, slots=True)
class AppChoice:
    """An app that was found: `app` as for `flask --app`, `file` relative to the folder."""

    app: str
    file: str
    sign: AppSign

    @property
    def target(self) -> str:
        """How the user names it in the folder: its file, with the factory and its arguments where needed."""
        if self.sign.required:
            arguments = ", ".join(f"{name}='…'" for name in self.sign.required)
            return f"{self.file}:{self.sign.name}({arguments})"
        return f"{self.file}:{self.sign.name}" if self.sign.kind is AppKind.OTHER_FACTORY else self.file

    @property
    def opens(self) -> bool:
        """Whether it can be opened as it is, without arguments that only the user knows."""
        return not self.sign.required

    @property
    def reason(self) -> str:
        """Return what was seen in the file, as a phrase."""
        name, source = self.sign.name, self.sign.source
        match self.sign.kind:
            case AppKind.INSTANCE:
                return str(_("%(name)s = %(source)s(…)", name=name, source=source))
            case AppKind.CALL:
                return str(_("%(name)s is what %(source)s() returns", name=name, source=source))
            case AppKind.IMPORT:
                return str(_("imports %(name)s from %(source)s", name=name, source=source))
            case AppKind.BELOW_MAIN:
                return str(_("%(name)s only below __main__", name=name))
            case _ if self.sign.required:
                required = ", ".join(self.sign.required)
                return str(_("the factory %(name)s, which needs %(required)s", name=name, required=required))
            case _:
                return str(_("the factory %(name)s", name=name))


@dataclass(frozen=True, kw_only=True, slots=True)
class SeveralApps(Problem):
    """The problem that a folder has several apps, with the apps, the likeliest first."""

    folder: Path
    choices: tuple[AppChoice, ...]

    def spec_of(self, choice: AppChoice) -> str:
        """Return the target that opens a choice from anywhere; for one below `__main__`, as a program."""
        if choice.sign.kind is AppKind.BELOW_MAIN:
            return program_spec(shlex.quote(str(self.folder / choice.file)))
        return f"{self.folder}:{choice.target}"


def several_apps(folder: Path, choices: tuple[AppChoice, ...]) -> SeveralApps:
    """More than one file in the folder gives an app, and none is clearly the one to open."""
    return SeveralApps(
        code=ProblemCode.SEVERAL_APPS,
        cause=_("%(path)s has several apps.", path=str(folder)),
        remedy=_("Name the one that you mean."),
        detail="\n".join(f"{choice.target}: {choice.reason}" for choice in choices),
        folder=folder,
        choices=choices,
    )
