"""Every command with its arguments and options, from the command line's own definition."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import typer.main
from markup import cell, code, section, table, target

from hjemmel.cli.help import in_language
from hjemmel.cli.main import app

# Typer brings its own click, so commands are told apart by what they have and not by class.
Command = Any
Parameter = Any


def commands() -> Iterator[tuple[str, Command]]:
    """Yield every command and group with its full name."""
    yield from _walk("hjemmel", in_language(typer.main.get_command(app), "en"))


def _walk(name: str, command: Command) -> Iterator[tuple[str, Command]]:
    yield name, command
    for sub_name, sub_command in sorted(getattr(command, "commands", {}).items()):
        if not sub_command.hidden:
            yield from _walk(f"{name} {sub_name}", sub_command)


def parameters(command: Command) -> Iterator[Parameter]:
    """Yield the arguments and options of a command, without the help that all have."""
    yield from (p for p in command.params if p.name != "help" and not getattr(p, "hidden", False))


def names(parameter: Parameter) -> tuple[str, ...]:
    """Return what is typed: ``--case`` and its other spellings, or the argument in capitals."""
    if parameter.param_type_name == "argument":
        return (parameter.metavar or parameter.name.upper(),)
    return (*parameter.opts, *parameter.secondary_opts)


def help_of(thing: Command | Parameter) -> str:
    """Return the help text as plain text."""
    return " ".join((getattr(thing, "help", "") or "").replace("\f", "").split())


@functools.cache
def command_line() -> str:
    """Return all commands, each with its options."""
    return "\n".join(_command(name, command) for name, command in commands())


def _command(name: str, command: Command) -> str:
    rows = [
        (", ".join(map(code, names(p))), cell(help_of(p)), _default(p)) for p in parameters(command)
    ]
    return section(
        2,
        code(name),
        target("command", name.replace(" ", "-")),
        f"{cell(help_of(command))}\n",
        f"```console\n$ {_usage(name, command)}\n```\n",
        table(("Option", "Meaning", "Default"), rows) if rows else "",
    )


def _usage(name: str, command: Command) -> str:
    given = list(parameters(command))
    options = ["[OPTIONS]"] if any(p.param_type_name == "option" for p in given) else []
    arguments = [
        names(p)[0] if p.required else f"[{names(p)[0]}]"
        for p in given
        if p.param_type_name == "argument"
    ]
    rest = ["COMMAND"] if getattr(command, "commands", {}) else []
    return " ".join([name, *options, *arguments, *rest])


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return "*required*"
    default = parameter.default
    if default is None or default is False or default == () or callable(default):
        return ""
    shown = str(getattr(default, "value", default))
    return "" if "UNSET" in shown.upper() else code(shown)
