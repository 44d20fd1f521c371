import re
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import (
    LocalSettings,
    LogSettings,
    MatrixSettings,
    Settings,
    SettingsError,
    StorageSettings,
    load_settings,
)

ROOT = Path(__file__).resolve().parent.parent
HOME = {"HOME": "/home/noor"}


def write(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str, env: dict[str, str] | None = None) -> str:
    """The one line that a wrong settings file is refused with."""
    with pytest.raises(SettingsError) as error:
        load_settings(write(folder, text), {**HOME, **(env or {})})
    assert len(error.value.problems) == 1
    assert "\n" not in str(error.value)
    return str(error.value)


def test_without_settings_everything_has_a_value(tmp_path: Path) -> None:
    settings = load_settings(None, HOME, tmp_path)
    assert settings.data.folder == Path("/home/noor/.local/share/bothways")
    assert settings.database_url == "sqlite:////home/noor/.local/share/bothways/bothways.sqlite3"
    assert settings.local == LocalSettings(enabled=True, host="127.0.0.1", port=8427, demonstration=True)
    assert settings.log == LogSettings(level="info", format="text")


def test_the_example_loads_and_says_what_is_so_without_it(tmp_path: Path) -> None:
    assert load_settings(ROOT / "config.example.toml", HOME) == load_settings(None, HOME, tmp_path)


def test_the_example_shows_every_setting() -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    uncommented = re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", text)
    shown = tomllib.loads(uncommented)
    for section, field in Settings.model_fields.items():
        if section == "matrix":
            assert set(shown["matrix"]["main"]) == set(MatrixSettings.model_fields)
            continue
        assert isinstance(field.annotation, type)
        assert set(shown[section]) == set(field.annotation.model_fields)


def test_discord_takes_its_token_from_a_file_beside_the_settings_or_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "bot.token").write_text("s3cret\nsecond line\n", encoding="utf-8")
    write(tmp_path, '[discord]\nenabled = true\ntoken_file = "bot.token"\n')
    assert load_settings(None, HOME, tmp_path).discord.secret() == "s3cret"
    env = {**HOME, "BOTHWAYS_DISCORD__TOKEN": "other"}
    assert load_settings(None, env, tmp_path).discord.secret() == "other"


@pytest.mark.parametrize("words", [None, "", "\n s3cret"])
def test_a_token_file_without_a_token_is_one_line_that_names_it(tmp_path: Path, words: str | None) -> None:
    if words is not None:
        (tmp_path / "bot.token").write_text(words, encoding="utf-8")
    write(tmp_path, '[discord]\nenabled = true\ntoken_file = "bot.token"\n')
    with pytest.raises(SettingsError, match=r"^discord\.token_file: .*bot\.token"):
        load_settings(None, HOME, tmp_path).discord.secret()


def test_shards_can_be_named_in_one_variable(tmp_path: Path) -> None:
    env = {**HOME, "BOTHWAYS_DISCORD__SHARD_COUNT": "4", "BOTHWAYS_DISCORD__SHARD_IDS": "0, 1"}
    assert load_settings(None, env, tmp_path).discord.shard_ids == (0, 1)


def test_accounts_on_matrix_are_tables_of_their_own_and_their_folders_are_beside_the_file(tmp_path: Path) -> None:
    write(tmp_path, '[matrix.one]\nfolder = "a"\n[matrix.two]\nfolder = "/b"\nprefix = "?"\n')
    found = load_settings(None, HOME, tmp_path).matrix
    assert {name: account.folder for name, account in found.items()} == {"one": tmp_path / "a", "two": Path("/b")}
    assert [account.prefix for account in found.values()] == ["!", "?"]


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = load_settings(None, HOME, tmp_path)
    with pytest.raises(ValidationError):
        settings.local.port = 1


def test_the_file_in_the_current_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path, "[local]\nport = 9000\n")
    assert load_settings(None, HOME, tmp_path).local.port == 9000


def test_a_named_file_goes_before_the_one_in_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "[local]\nport = 9000\n")
    write(tmp_path, "[local]\nport = 9001\n", "other.toml")
    env = {**HOME, "BOTHWAYS_CONFIG": "other.toml"}
    assert load_settings(None, env, tmp_path).local.port == 9001
    assert load_settings(Path("config.toml"), env, tmp_path).local.port == 9000


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, '[local]\nport = 9000\nhost = "::1"\n')
    env = {**HOME, "BOTHWAYS_LOCAL__PORT": " 9001 ", "BOTHWAYS_LOG__LEVEL": "DEBUG", "BOTHWAYS_LOCAL__ENABLED": "no"}
    settings = load_settings(path, env)
    assert (settings.local.port, settings.local.host, settings.local.enabled) == (9001, "::1", False)
    assert settings.log.level == "debug"


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    path = write(tmp_path, "[local]\nport = 9000\n")
    env = {**HOME, "BOTHWAYS_LOCAL__PORT": "", "BOTHWAYS_CONFIG": "", "BOTHWAYS_STORAGE__URL": " "}
    assert load_settings(path, env).local.port == 9000


def test_the_key_and_the_name_of_the_file_are_no_settings(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    assert load_settings(None, {**HOME, "BOTHWAYS_CONFIG": str(path), "BOTHWAYS_KEY": "secret"}).local.enabled


def test_a_relative_folder_is_beside_the_file_that_names_it(tmp_path: Path) -> None:
    path = write(tmp_path, '[data]\nfolder = "data"\n')
    assert load_settings(path, HOME).data.folder == tmp_path / "data"


def test_a_relative_folder_of_the_environment_is_in_the_current_folder(tmp_path: Path) -> None:
    path = write(tmp_path, '[data]\nfolder = "data"\n')
    here = tmp_path / "here"
    here.mkdir()
    env = {**HOME, "BOTHWAYS_DATA__FOLDER": "kept"}
    assert load_settings(path, env, here).data.folder == here / "kept"


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"HOME": "/home/noor", "XDG_DATA_HOME": "/srv/shared"}, "/srv/shared/bothways"),
        ({"HOME": "/home/noor", "XDG_DATA_HOME": "not/absolute"}, "/home/noor/.local/share/bothways"),
        ({"HOME": "/home/noor", "BOTHWAYS_DATA__FOLDER": "~/circles"}, "/home/noor/circles"),
    ],
)
def test_the_data_folder_is_where_the_system_keeps_such_things(
    env: dict[str, str], expected: str, tmp_path: Path
) -> None:
    assert load_settings(None, env, tmp_path).data.folder == Path(expected)


def test_an_empty_folder_counts_as_not_set(tmp_path: Path) -> None:
    path = write(tmp_path, '[data]\nfolder = ""\n')
    assert load_settings(path, HOME).data.folder == Path("/home/noor/.local/share/bothways")


def test_a_user_without_a_home_is_asked_for_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^data\.folder: nothing was found; expected: the path of a folder$"):
        load_settings(None, {}, tmp_path)


def test_another_database_is_used_as_it_is_named(tmp_path: Path) -> None:
    url = "postgresql://bothways:hush@localhost/bothways"
    settings = load_settings(None, {**HOME, "BOTHWAYS_STORAGE__URL": url}, tmp_path)
    assert settings.database_url == url
    assert "hush" not in repr(settings)
    assert "hush" not in str(settings)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[local]\nport = 'abc'\n", "config.toml: local.port: found 'abc'; expected: a whole number from 0 to 65535"),
        ("[local]\nport = 70000\n", "config.toml: local.port: found 70000; expected: a whole number from 0 to 65535"),
        ("[local]\nport = 1.5\n", "config.toml: local.port: found 1.5; expected: a whole number from 0 to 65535"),
        ("[local]\nenabled = 'maybe'\n", "config.toml: local.enabled: found 'maybe'; expected: true or false"),
        ("[log]\nlevel = 'loud'\n", "config.toml: log.level: found 'loud'; expected: debug, info, warning or error"),
        ("[log]\nformat = 3\n", "config.toml: log.format: found 3; expected: text or json"),
        ("[data]\nfolder = 7\n", "config.toml: data.folder: found 7; expected: the path of a folder"),
        ("[local]\nprot = 1\n", "config.toml: local.prot: there is no such setting; expected: port"),
        ("[lokal]\nport = 1\n", "config.toml: lokal: there is no such setting; expected: local"),
        (
            "[matrix.m]\n",
            (
                "config.toml: matrix.m.folder: nothing was found; "
                "expected: the identity folder that `bothways matrix login` wrote"
            ),
        ),
        (
            "[matrix.m]\nfolder = 'a'\nprefi = '?'\n",
            "config.toml: matrix.m.prefi: there is no such setting; expected: prefix",
        ),
        (
            "[discord]\nenabled = true\n",
            (
                "config.toml: discord: no token was found; "
                "expected: token_file, or BOTHWAYS_DISCORD__TOKEN in the environment"
            ),
        ),
        (
            "[discord]\nshard_count = 2\nshard_ids = [1, 2]\n",
            "config.toml: discord: shard_ids names shards that there are not; expected: numbers below shard_count",
        ),
        (
            "[x]\n",
            (
                "config.toml: x: there is no such setting; "
                "expected: data, storage, local, web, matrix, discord, metrics, log"
            ),
        ),
        (
            "[web]\naddress = 'circles.example.org'\n",
            (
                "config.toml: web.address: found 'circles.example.org'; "
                "expected: where it is reached from outside, such as https://circles.example.org"
            ),
        ),
        ("log = 'info'\n", "config.toml: log: found 'info'; expected: a table such as [log]"),
        ("data = 'here'\n", "config.toml: data: found 'here'; expected: a table such as [data]"),
    ],
)
def test_a_wrong_setting_is_one_line_with_key_found_and_expected(text: str, line: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text) == line


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::", 5, True])  # noqa: S104 - refused
@pytest.mark.parametrize("table", ["local", "metrics"])
def test_room_and_counts_are_reachable_from_this_machine_alone(host: object, table: str, tmp_path: Path) -> None:
    shown = repr(host).lower() if isinstance(host, bool) else repr(host)
    line = refused(tmp_path, f"[{table}]\nhost = {shown}\n")
    assert line.endswith("expected: an address of this machine alone, such as 127.0.0.1")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.10", "::1"])
def test_every_loopback_address_will_do(host: str, tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, f"[local]\nhost = '{host}'\n"), HOME).local.host == host


@pytest.mark.parametrize("url", ["'mysql://root:hush@db/x'", "'hush'", "5", "['hush']"])
def test_a_secret_that_cannot_be_used_is_not_shown(url: str, tmp_path: Path) -> None:
    line = refused(tmp_path, f"[storage]\nurl = {url}\n")
    assert line.startswith("config.toml: storage.url: what was found cannot be used; expected: sqlite:///")
    assert "hush" not in line


def test_a_wrong_variable_is_named_itself(tmp_path: Path) -> None:
    line = refused(tmp_path, "", {"BOTHWAYS_LOCAL__PORT": "many"})
    assert line == "BOTHWAYS_LOCAL__PORT: found 'many'; expected: a whole number from 0 to 65535"
    assert refused(tmp_path, "", {"BOTHWAYS_LOCAL__PROT": "1"}).startswith("BOTHWAYS_LOCAL__PROT: there is no such")
    assert refused(tmp_path, "", {"BOTHWAYS_PORT": "1"}).startswith("BOTHWAYS_PORT: there is no such setting")
    assert "a table such as [local]" in refused(tmp_path, "", {"BOTHWAYS_LOCAL": "yes"})


def test_a_variable_deeper_than_there_are_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_settings(write(tmp_path, ""), {**HOME, "BOTHWAYS_LOCAL__PORT__NUMBER": "1"})
    with pytest.raises(SettingsError):
        load_settings(write(tmp_path, ""), {**HOME, "BOTHWAYS_": "1"})


def test_every_wrong_setting_has_a_line_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, "[local]\nport = -1\nenabled = 'x'\n[log]\nlevel = 'loud'\n")
    with pytest.raises(SettingsError) as error:
        load_settings(path, HOME)
    assert [problem.split(":")[1].strip() for problem in error.value.problems] == [
        "local.enabled",
        "local.port",
        "log.level",
    ]


def test_a_long_value_is_shown_shortened(tmp_path: Path) -> None:
    assert len(refused(tmp_path, f"[log]\nlevel = '{'x' * 5000}'\n")) < 160


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: there is no such file"):
        load_settings(Path("nowhere.toml"), HOME, tmp_path)


def test_a_file_that_is_no_toml_says_where_it_goes_wrong(tmp_path: Path) -> None:
    assert "at line 2" in refused(tmp_path, "[local]\nport 9000\n")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="TOML in UTF-8 was expected"):
        load_settings(path, HOME)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path, HOME)


def test_no_database_is_the_default() -> None:
    assert StorageSettings().url is None


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("", None),
        ("[web]\naddress = 'https://circles.example.org'\n", None),
        ("[web]\nenabled = true\n", "http://127.0.0.1:8428"),
        ("[web]\nenabled = true\nhost = '::1'\nport = 80\n", "http://[::1]:80"),
        ("[web]\nenabled = true\naddress = 'https://x.example/b/'\n", "https://x.example/b"),
    ],
)
def test_calendar_addresses_begin_where_the_web_server_is_reached(text: str, base: str | None, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[data]\nfolder = 'data'\n{text}", encoding="utf-8")
    assert load_settings(file, {}).web.base == base
