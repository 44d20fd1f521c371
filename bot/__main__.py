"""The command line: run, rehearse, replay, when, lint, messages, prompts; each loaded when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version as installed_version
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

COMMANDS: Mapping[str, str] = {
    "run": "bot.commandline.run:run",
    "rehearse": "bot.commandline.rehearse:rehearse_command",
    "replay": "bot.commandline.replay:replay_command",
    "when": "bot.commandline.when:when",
    "lint": "bot.commandline.lint:lint_command",
    "messages": "bot.commandline.messages:messages_command",
    "prompts": "bot.commandline.prompts:prompts",
    "matrix": "bot.commandline.matrix:matrix",
    "doctor": "bot.commandline.doctor:doctor",
}
"""Where each command is: a function, or a group of commands."""


class WhenAsked(TyperGroup):
    """The commands by name; one that is not asked for is not loaded, so that nobody waits for it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands.update({name: TyperCommand(name) for name in COMMANDS})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        return _loaded(cmd_name) if cmd_name in COMMANDS else super().get_command(ctx, cmd_name)


def _loaded(name: str) -> Any:
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name)(found)
        found = alone
    command: Any = typer.main.get_command(found)
    command.name = name
    return command


cli = typer.Typer(
    cls=WhenAsked,
    help="Bothways hosts peer circles in chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain lines, for a log and a screen reader
)


def _version(value: bool) -> None:  # noqa: FBT001 - what Typer hands to a callback
    if value:
        typer.echo(f"bothways {installed_version('bothways')}")
        raise typer.Exit


@cli.callback()
def _main(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Bothways hosts peer circles in chat."""


def main() -> None:
    """The `bothways` command."""
    cli()


if __name__ == "__main__":
    main()
