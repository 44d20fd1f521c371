"""Settings: one TOML file and the environment, checked at the start, frozen afterwards.

The file is `config.toml` in the current folder, or the one that is named. A variable such as `BOTHWAYS_LOCAL__PORT`
goes before `port` in `[local]`; an empty one counts as not set. What is wrong ends the start, with a line for each.
"""

import ipaddress
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

PREFIX = "BOTHWAYS_"
BETWEEN = "__"
NOT_SETTINGS = frozenset(("BOTHWAYS_CONFIG", "BOTHWAYS_KEY"))
"""Variables that are read elsewhere: the file's name here below, the key in `bot/adapters/keys.py`."""
CONFIG = "config.toml"
DATABASE = "bothways.sqlite3"
NO_TOKEN, NO_SUCH_SHARD = "no_token", "no_such_shard"
_TOGETHER = {
    NO_TOKEN: "no token was found; expected: token_file, or BOTHWAYS_DISCORD__TOKEN in the environment",
    NO_SUCH_SHARD: "shard_ids names shards that there are not; expected: numbers below shard_count",
}
_SHOWN = 60


class SettingsError(Exception):
    """The settings cannot be used: one line a problem, each with the key, what was found, and what was expected."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    """A list in one variable of the environment: its parts, between commas."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _loopback(value: Any) -> Any:
    if value == "localhost" or ipaddress.ip_address(value).is_loopback:
        return value
    raise ValueError("not on this machine alone")


def _web_address(value: Any) -> Any:
    """Where a web server is, without a "/" at the end."""
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise ValueError("no web address")
    return value.rstrip("/")


def _known_database(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
        return value
    raise ValueError("neither SQLite nor PostgreSQL")


class _Section(BaseModel):
    """A table of the file; a key that it does not know is refused. A field's description says what is expected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DataSettings(_Section):
    """Where things are kept."""

    folder: Path = Field(description="the path of a folder")


class StorageSettings(_Section):
    """Which database holds the circles; None: SQLite in the data folder."""

    url: Annotated[SecretStr, BeforeValidator(_known_database)] | None = Field(
        default=None, description="sqlite:///path/to/file.sqlite3 or postgresql://user@host/name"
    )


class LocalSettings(_Section):
    """The room in the browser."""

    enabled: bool = Field(default=True, description="true or false")
    host: Annotated[str, BeforeValidator(_loopback)] = Field(
        default="127.0.0.1", description="an address of this machine alone, such as 127.0.0.1"
    )
    port: int = Field(default=8427, ge=0, le=65535, description="a whole number from 0 to 65535")
    demonstration: bool = Field(default=True, description="true or false")


class WebSettings(_Section):
    """The built-in web server, for calendar feeds."""

    enabled: bool = Field(default=False, description="true or false")
    host: str = Field(default="127.0.0.1", min_length=1, description="an address of this machine, such as 127.0.0.1")
    port: int = Field(default=8428, ge=0, le=65535, description="a whole number from 0 to 65535")
    address: Annotated[str, BeforeValidator(_web_address)] | None = Field(
        default=None, description="where it is reached from outside, such as https://circles.example.org"
    )

    @property
    def base(self) -> str | None:
        """What the addresses of feeds begin with; None where none are served."""
        if not self.enabled:
            return None
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.address or f"http://{host}:{self.port}"


class MatrixSettings(_Section):
    """One account on Matrix."""

    folder: Path = Field(description="the identity folder that `bothways matrix login` wrote")
    prefix: str = Field(default="!", min_length=1, max_length=3, description="one to three signs, such as !")
    invited_by: tuple[str, ...] = Field(
        default=(), description="user ids such as @ana:example.org whose invitations are accepted; empty: everybody's"
    )


class DiscordSettings(_Section):
    """One application on Discord."""

    enabled: bool = Field(default=False, description="true or false")
    token: SecretStr | None = Field(default=None, description="the bot's token")
    token_file: Path | None = Field(default=None, description="a file whose first line is the bot's token")
    shard_count: int | None = Field(default=None, ge=1, description="a whole number from 1 on")
    shard_ids: Annotated[tuple[Annotated[int, Field(ge=0)], ...], BeforeValidator(_listed)] = Field(
        default=(), description="numbers of shards below shard_count, such as [0, 1]; empty: all of them"
    )
    guild: int | None = Field(default=None, ge=1, description="the number of a server")
    proxy: str | None = Field(default=None, description="the URL of an HTTP proxy, such as http://localhost:8080")
    api: str | None = Field(default=None, description="a URL such as https://discord.com/api/v10")
    gateway: str | None = Field(default=None, description="a URL such as wss://gateway.discord.gg/")

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if self.enabled and self.token is None and self.token_file is None:
            raise PydanticCustomError(NO_TOKEN, "no token")
        if self.shard_ids and (self.shard_count is None or max(self.shard_ids) >= self.shard_count):
            raise PydanticCustomError(NO_SUCH_SHARD, "no such shard")
        return self

    def secret(self) -> str:
        """The bot's token. Raises SettingsError where its file cannot be read."""
        if self.token is not None:
            return self.token.get_secret_value().strip()
        try:
            lines = self.token_file.read_text(encoding="utf-8").splitlines() if self.token_file else []
        except (OSError, UnicodeDecodeError):
            raise SettingsError(f"discord.token_file: {self.token_file} cannot be read") from None
        if not lines or not lines[0].strip():
            raise SettingsError(f"discord.token_file: {self.token_file} has no token in its first line")
        return lines[0].strip()


class MetricsSettings(_Section):
    """Counts for the operator."""

    enabled: bool = Field(default=False, description="true or false")
    host: Annotated[str, BeforeValidator(_loopback)] = Field(
        default="127.0.0.1", description="an address of this machine alone, such as 127.0.0.1"
    )
    port: int = Field(default=9427, ge=0, le=65535, description="a whole number from 0 to 65535")


class LogSettings(_Section):
    """What is told on standard error."""

    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = Field(
        default="info", description="debug, info, warning or error"
    )
    format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        default="text", description="text or json"
    )


class Settings(_Section):
    """Everything that can be set."""

    data: DataSettings
    storage: StorageSettings = Field(default_factory=StorageSettings)
    local: LocalSettings = Field(default_factory=LocalSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    matrix: dict[str, MatrixSettings] = Field(default_factory=dict)
    discord: DiscordSettings = Field(default_factory=DiscordSettings)
    metrics: MetricsSettings = Field(default_factory=MetricsSettings)
    log: LogSettings = Field(default_factory=LogSettings)

    @property
    def database_url(self) -> str:
        """The database's URL; it may hold a password."""
        if self.storage.url is not None:
            return self.storage.url.get_secret_value()
        return f"sqlite:///{self.data.folder / DATABASE}"


def load_settings(path: Path | None, env: Mapping[str, str], here: Path | None = None) -> Settings:
    """Reads the settings. `path` is the named file, if any; without it BOTHWAYS_CONFIG, or `config.toml` in `here`.

    `here` is the current folder. A relative data folder is beside the file that names it. Raises SettingsError.
    """
    start = (here or Path.cwd()).resolve()
    file = _file(path, env, start)
    values = _read(file) if file else {}
    named_by: dict[tuple[str, ...], str] = {}
    for variable, place, value in _variables(env):
        _put(values, place, value)
        named_by[place] = variable
    base = file.parent if file and ("data", "folder") not in named_by else start
    _place_data_folder(values, base, env)
    _place_identities(values, file.parent if file else start, env)
    _place_token_file(values, file.parent if file else start, env)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problems = (
            _problem(tuple(str(part) for part in one["loc"]), one["type"], values, named_by, file)
            for one in error.errors(include_url=False, include_context=False)
        )
        raise SettingsError(*dict.fromkeys(problems)) from None


def _file(path: Path | None, env: Mapping[str, str], here: Path) -> Path | None:
    """The settings file; None where none is named and there is none. Raises SettingsError for one that is missing."""
    named = path or (Path(env["BOTHWAYS_CONFIG"]) if env.get("BOTHWAYS_CONFIG") else None)
    if named is None:
        usual = here / CONFIG
        return usual if usual.exists() else None
    file = here / named.expanduser()
    if not file.exists():
        raise SettingsError(f"{file}: there is no such file; a settings file such as config.example.toml was expected")
    return file


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {error}; TOML was expected, as in config.example.toml") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file}: this is not a text; TOML in UTF-8 was expected") from None
    except OSError as error:
        raise SettingsError(f"{file}: it cannot be read ({error.strerror}); a readable file was expected") from None


def _variables(env: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(variable, place in the settings, value) of those that are set and ours."""
    for variable, value in sorted(env.items()):
        if variable.upper().startswith(PREFIX) and variable.upper() not in NOT_SETTINGS and value.strip():
            yield variable, tuple(variable[len(PREFIX) :].lower().split(BETWEEN)), value.strip()


def _put(values: dict[str, Any], place: tuple[str, ...], value: str) -> None:
    table = values
    for name in place[:-1]:
        inner = table.get(name)
        table[name] = dict(inner) if isinstance(inner, dict) else {}
        table = table[name]
    table[place[-1]] = value


def _place_data_folder(values: dict[str, Any], base: Path, env: Mapping[str, str]) -> None:
    """Makes the data folder absolute; without one it is where the system keeps such things for this user."""
    data = values.setdefault("data", {})
    if not isinstance(data, dict):
        return
    folder = data.get("folder")
    if isinstance(folder, str) and folder.strip():
        data["folder"] = str(base / _at_home(folder.strip(), env))
    elif folder is None or folder == "":
        shared, home = env.get("XDG_DATA_HOME"), env.get("HOME")
        if shared and Path(shared).is_absolute():
            data["folder"] = str(Path(shared) / "bothways")
        elif home:
            data["folder"] = str(Path(home) / ".local" / "share" / "bothways")


def _place_identities(values: dict[str, Any], base: Path, env: Mapping[str, str]) -> None:
    """Makes the identity folders absolute."""
    accounts = values.get("matrix")
    for account in accounts.values() if isinstance(accounts, dict) else ():
        if isinstance(account, dict) and isinstance(account.get("folder"), str) and account["folder"].strip():
            account["folder"] = str(base / _at_home(account["folder"].strip(), env))


def _place_token_file(values: dict[str, Any], base: Path, env: Mapping[str, str]) -> None:
    """Makes the path of the token's file absolute."""
    discord = values.get("discord")
    if isinstance(discord, dict) and isinstance(discord.get("token_file"), str) and discord["token_file"].strip():
        discord["token_file"] = str(base / _at_home(discord["token_file"].strip(), env))


def _at_home(folder: str, env: Mapping[str, str]) -> Path:
    home = env.get("HOME")
    return Path(home) / folder[2:] if home and folder.startswith("~/") else Path(folder)


# --- what is wrong ---------------------------------------------------------------------------------------------------


def _problem(
    place: tuple[str, ...],
    kind: str,
    values: Mapping[str, Any],
    named_by: Mapping[tuple[str, ...], str],
    file: Path | None,
) -> str:
    """One line: where it is set, what was found, what was expected."""
    where = named_by.get(place) or _key_in(file, place)
    section, field = _declared(place)
    if kind in _TOGETHER:
        return f"{where}: {_TOGETHER[kind]}"
    if kind == "missing":
        return f"{where}: nothing was found; expected: {_expected(field)}"
    if kind == "extra_forbidden":
        known = list(section.model_fields) if section else []
        near = get_close_matches(place[-1], known, 1)
        return f"{where}: there is no such setting; expected: {near[0] if near else ', '.join(known)}"
    if kind in ("model_type", "model_attributes_type"):
        return f"{where}: found {_shown(_at(values, place))}; expected: a table such as [{place[0]}]"
    if field is not None and _secret(field.annotation):
        return f"{where}: what was found cannot be used; expected: {_expected(field)}"
    return f"{where}: found {_shown(_at(values, place))}; expected: {_expected(field)}"


def _key_in(file: Path | None, place: tuple[str, ...]) -> str:
    key = ".".join(place)
    return f"{file.name}: {key}" if file else key


def _declared(place: tuple[str, ...]) -> tuple[type[BaseModel] | None, Any]:
    """The section that a place is in, and its field there; what is not declared is None."""
    section: type[BaseModel] | None = Settings
    field = None
    holder: Any = Settings
    for name in place:
        if get_origin(holder) is dict:  # a table of tables: this name is the operator's own
            section, field, holder = None, None, get_args(holder)[1]
            continue
        section = holder if isinstance(holder, type) and issubclass(holder, BaseModel) else None
        field = section.model_fields.get(name) if section else None
        holder = field.annotation if field is not None else None
    return section, field


def _expected(field: Any) -> str:
    return (field.description if field is not None else None) or "a setting of config.example.toml"


def _secret(annotation: Any) -> bool:
    return "SecretStr" in str(annotation)


def _at(values: Any, place: tuple[str, ...]) -> Any:
    for name in place:
        values = values.get(name) if isinstance(values, Mapping) else None
    return values


def _shown(found: Any) -> str:
    text = repr(found)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
