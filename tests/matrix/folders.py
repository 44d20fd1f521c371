"""Identity folders made without a homeserver: whole, and as if somebody had signed in."""

from pathlib import Path

from bot.adapters.matrix.client import close_store, device_keys, load_client
from bot.adapters.matrix.identity import Identity, Seeds, prepare_folder


def made_folder(path: Path, user_id: str = "@circle:bothways.test", device_id: str = "FIRST") -> Identity:
    """Make a folder with a crypto store, and return who it makes us."""
    with prepare_folder(path) as folder:
        folder.save(
            Identity(
                homeserver="https://bothways.test",
                user_id=user_id,
                device_id=device_id,
                access_token="syt_canary_token",
                pickle_key="canary pickle key",
                seeds=Seeds(b"m" * 32, b"s" * 32, b"u" * 32),
                place=folder.place,
            )
        )
        client = load_client(folder)
        try:
            return folder.update(device=device_keys(client))
        finally:
            close_store(client)
