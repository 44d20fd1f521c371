"""`bothways matrix …`: sign in to an account on Matrix once, and look at what other clients see of it."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.commandline.refusing import refuse

matrix = typer.Typer(help="Accounts on Matrix.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Folder = Annotated[Path, typer.Option(help="The identity folder of the account: private, and backed up as a whole.")]


@matrix.command()
def login(
    *,
    user: Annotated[str, typer.Option(help="The account, such as @circle:example.org.")],
    folder: Folder,
    homeserver: Annotated[
        str | None, typer.Option(help="The homeserver's address; without it, the domain of the account.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(help="A file with the password; without a file, it is asked for.")
    ] = None,
    token_file: Annotated[Path | None, typer.Option(help="A file with an access token, instead of a password.")] = None,
    new_device: Annotated[
        bool, typer.Option("--new-device", help="Leave the folder's device and crypto store; stay the same account.")
    ] = False,
    reset_identity: Annotated[
        bool, typer.Option("--reset-identity", help="Replace a cross-signing identity that is not in the folder.")
    ] = False,
) -> None:
    """Sign in once, and write the identity folder."""
    if password_file and token_file:
        refuse("Name a password file or a token file, not both.")
    try:
        from bot.adapters.matrix.errors import MatrixError  # noqa: PLC0415 - only where the extra is installed
        from bot.adapters.matrix.login import SignIn, sign_in  # noqa: PLC0415
    except ModuleNotFoundError as error:
        _refuse_without_extra(error)
    token = _secret(token_file, "token") if token_file else None
    password = None if token else _secret(password_file, "password") if password_file else _ask(user)
    wanted = SignIn(user, folder, homeserver, password, token, new_device, reset_identity)
    try:
        done = asyncio.run(sign_in(wanted))
    except MatrixError as error:
        refuse(str(error))
    for warning in done.warnings:
        typer.echo(warning, err=True)
    typer.echo(f"Signed in as {done.identity.user_id}, device {done.identity.device_id}; strict clients trust it.")
    typer.echo(f"Keep {folder} private, and back it up as a whole: it is the account.")


@matrix.command()
def verify(folder: Folder) -> None:
    """Show what other clients see of the account; exit code 1 if something is not well."""
    try:
        from bot.adapters.matrix.verify import verify as look  # noqa: PLC0415 - only where the extra is installed
    except ModuleNotFoundError as error:
        _refuse_without_extra(error)
    found = asyncio.run(look(folder))
    for finding in found:
        typer.echo(f"{'well  ' if finding.well else 'WRONG '}{finding.says}")
        if finding.remedy:
            typer.echo(f"      To mend it, {finding.remedy}")
    if not all(finding.well for finding in found):
        raise typer.Exit(1)


def _secret(path: Path, what: str) -> str:
    """The first line of a file; `-` is standard input."""
    try:
        text = sys.stdin.readline() if str(path) == "-" else path.read_text(encoding="utf-8").split("\n", 1)[0]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text"
        refuse(f"The {what} file {path} cannot be read ({reason}).")
    secret = text.rstrip("\r\n")
    if not secret:
        refuse(f"There is no {what} in the first line of {'standard input' if str(path) == '-' else path}.")
    return secret


def _ask(user: str) -> str:
    if not sys.stdin.isatty():
        refuse("Nobody is here to type the password: name a file with --password-file, or - for standard input.")
    return str(typer.prompt(f"Password of {user}", hide_input=True))


def _refuse_without_extra(error: ModuleNotFoundError) -> NoReturn:
    if (error.name or "").startswith("bot"):
        raise error
    refuse(f"Matrix needs a part that is not installed ({error.name}): pip install 'bothways[matrix]'")
