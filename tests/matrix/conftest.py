"""What the tests on Matrix share: accounts of their own on the real homeserver, and a strict client."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.adapters.matrix.identity import IdentityFolder, open_identity
from bot.adapters.matrix.login import SignedIn, SignIn, sign_in
from tests.matrix.accounts import PASSWORD
from tests.matrix.live import far_house, guest, house, way
from tests.matrix.strict_client import StrictClient, installed_strict_client, strict_client
from tests.servers.synapse import SynapseServer

__all__ = ["far_house", "guest", "house", "way"]  # fixtures are found here by name

_numbers = itertools.count(1)


@pytest.fixture
def unique() -> str:
    """A suffix that no other test's accounts have."""
    return str(next(_numbers))


@pytest.fixture
def new_account(synapse_server: SynapseServer) -> Callable[[], str]:
    """Makes an account nobody has used, and returns its user id; the password is PASSWORD."""
    return lambda: synapse_server.register(f"account-{next(_numbers)}", PASSWORD)


@pytest.fixture
def account(new_account: Callable[[], str]) -> str:
    """The user id of an account nobody has used."""
    return new_account()


@pytest.fixture
def wanted(synapse_server: SynapseServer, account: str, tmp_path: Path) -> SignIn:
    """A sign-in to the account, by password."""
    return SignIn(account, tmp_path / "identity", synapse_server.url, PASSWORD)


@pytest.fixture
async def signed_in(wanted: SignIn) -> SignedIn:
    """The account after its sign-in."""
    return await sign_in(wanted)


@pytest.fixture
async def opened(wanted: SignIn, signed_in: SignedIn) -> AsyncIterator[IdentityFolder]:
    """The account's identity folder, held by this test."""
    assert signed_in.identity.user_id == wanted.user_id
    with open_identity(wanted.folder) as held:
        yield held


@pytest.fixture(scope="session")
def strict_client_folder() -> Path:
    """Where the strict client is installed; a named skip without it, a failure in CI."""
    return installed_strict_client()


@pytest.fixture
def new_strict_client(
    strict_client_folder: Path, tmp_path: Path
) -> Callable[[], AbstractAsyncContextManager[StrictClient]]:
    """Starts a strict client, to be signed in."""
    return lambda: strict_client(strict_client_folder, tmp_path / "strict-client.log")
