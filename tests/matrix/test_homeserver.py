"""Finding a homeserver and asking it: each trouble is one clear sentence, and nothing secret is in it."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.adapters.matrix.errors import HomeserverError, Refused, SignedOut, Unreachable
from bot.adapters.matrix.homeserver import find_homeserver, is_in_clear, quoted, talking_to
from tests.matrix.servers import answering
from tests.servers.ports import free_port
from tests.servers.synapse import SynapseServer

TOKEN = "syt_canary_token"
WHOAMI = "/_matrix/client/v3/account/whoami"


async def page(_: web.Request) -> web.Response:
    return web.Response(text="<h1>Welcome</h1>", content_type="text/html")


async def test_a_homeserver_is_found_at_its_address(synapse_server: SynapseServer) -> None:
    assert await find_homeserver(f" {synapse_server.url}/ ") == synapse_server.url


async def test_a_homeserver_is_found_where_its_domain_points_to(synapse_server: SynapseServer) -> None:
    async def domain(request: web.Request) -> web.Response:
        if request.path == "/.well-known/matrix/client":
            return web.json_response({"m.homeserver": {"base_url": f"{synapse_server.url}/"}})
        return web.Response(status=404)

    async with answering(domain) as url:
        assert await find_homeserver(url) == synapse_server.url


async def test_a_homeserver_is_found_behind_a_redirect(synapse_server: SynapseServer) -> None:
    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPMovedPermanently(f"{synapse_server.url}{request.path}")

    async with answering(moved) as url:
        assert await find_homeserver(url) == synapse_server.url


@pytest.mark.parametrize(
    "pointer",
    [
        {"m.homeserver": {"base_url": "ftp://there"}},
        {"m.homeserver": {"base_url": 7}},
        {"m.homeserver": "there"},
        ["there"],
        {},
    ],
    ids=str,
)
async def test_a_domain_that_points_nowhere_has_no_homeserver(pointer: object) -> None:
    async def domain(request: web.Request) -> web.Response:
        found = request.path == "/.well-known/matrix/client"
        return web.json_response(pointer) if found else web.Response(status=404)

    async with answering(domain) as url:
        with pytest.raises(HomeserverError, match="is no Matrix homeserver: expected is the address"):
            await find_homeserver(url)


async def test_a_web_page_is_no_homeserver() -> None:
    async with answering(page) as url:
        with pytest.raises(HomeserverError, match="is no Matrix homeserver"):
            await find_homeserver(url)


@pytest.mark.parametrize("given", ["ftp://bothways.test", "https://", "mailto:circle", "  "])
async def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(HomeserverError, match="is no address of a homeserver: expected is one such as https"):
        await find_homeserver(given)


async def test_a_name_that_nobody_has_is_told() -> None:
    with pytest.raises(Unreachable, match=r"No computer named nobody\.invalid was found"):
        await find_homeserver("nobody.invalid")


async def test_an_address_where_nothing_answers_is_told() -> None:
    with pytest.raises(Unreachable, match=r"Nothing answers at 127\.0\.0\.1"):
        await find_homeserver(f"http://127.0.0.1:{free_port()}")


async def test_a_homeserver_that_does_not_answer_is_told() -> None:
    async def never(_: web.Request) -> web.Response:
        await asyncio.sleep(1)
        return web.Response()

    async with answering(never) as url:
        with pytest.raises(Unreachable, match="takes too long to answer"):
            await find_homeserver(url, seconds=0.2)


async def test_a_homeserver_that_breaks_off_is_told() -> None:
    async def broken(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with answering(broken) as url:
        with pytest.raises(Unreachable, match="broke off before it had answered"):
            await find_homeserver(url)


async def test_a_certificate_that_nobody_vouches_for_is_told(tmp_path: Path) -> None:
    async with answering(page, _unknown_certificate(tmp_path)) as url:
        with pytest.raises(HomeserverError, match=r"No trusted connection .*certificate.*self-signed"):
            await find_homeserver(url)


async def test_tls_where_there_is_none_is_told() -> None:
    async with answering(page) as url:
        with pytest.raises(HomeserverError, match=r"No trusted connection to 127\.0\.0\.1"):
            await find_homeserver(url.replace("http:", "https:"))


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_homeserver_with_trouble_of_its_own_is_to_be_asked_later(status: int) -> None:
    async def troubled(_: web.Request) -> web.Response:
        return web.Response(status=status, text="<h1>Bad gateway</h1>")

    async with answering(troubled) as url:
        with pytest.raises(Unreachable, match=f"has trouble of its own \\({status}\\)"):
            await find_homeserver(url)
        async with talking_to(url, TOKEN) as homeserver:
            with pytest.raises(Unreachable, match=f"has trouble of its own \\({status}\\)"):
                await homeserver.call("GET", WHOAMI)


@pytest.mark.parametrize(
    ("status", "body", "kind", "says"),
    [
        (401, {"errcode": "M_UNKNOWN_TOKEN"}, SignedOut, "sign in with `bothways matrix login`"),
        (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 4200}, Unreachable, "try again in 4 seconds"),
        (429, {}, Unreachable, "try again in a few minutes"),
        (403, {"errcode": "M_USER_DEACTIVATED"}, Refused, "This account was closed"),
        (403, {"errcode": "M_FORBIDDEN", "error": "No \x1b[31mway\n"}, Refused, r"\(M_FORBIDDEN\): No \[31mway"),
        (404, {}, Refused, r"refused \(404\): it did not say why"),
        (503, {"errcode": "M_UNKNOWN"}, Unreachable, "trouble of its own"),
    ],
)
async def test_a_refusal_says_what_it_means(
    status: int, body: dict[str, object], kind: type[HomeserverError], says: str
) -> None:
    async def refusing(_: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    async with answering(refusing) as url, talking_to(url, TOKEN) as homeserver:
        with pytest.raises(kind, match=says) as refused:
            await homeserver.call("GET", WHOAMI)
        assert type(refused.value) is kind
        assert TOKEN not in str(refused.value)


async def test_how_long_to_wait_is_known_to_the_second() -> None:
    async def busy(_: web.Request) -> web.Response:
        return web.json_response({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1500}, status=429)

    async with answering(busy) as url, talking_to(url) as homeserver:
        with pytest.raises(Unreachable) as told:
            await homeserver.call("GET", WHOAMI)
    assert told.value.retry_after == 1.5


async def test_an_answer_that_is_not_matrix_is_told() -> None:
    async with answering(page) as url, talking_to(url, TOKEN) as homeserver:
        with pytest.raises(HomeserverError, match="does not answer as a Matrix homeserver does"):
            await homeserver.call("GET", WHOAMI)


async def test_a_token_is_never_sent_on_to_where_a_redirect_points() -> None:
    asked = []

    async def elsewhere(request: web.Request) -> web.Response:
        asked.append(request.headers)
        return web.json_response({})

    async with answering(elsewhere) as there:

        async def moved(_: web.Request) -> web.Response:
            return web.json_response({}, status=302, headers={"Location": f"{there}{WHOAMI}"})

        async with answering(moved) as url, talking_to(url, TOKEN) as homeserver:
            await homeserver.ask("GET", WHOAMI)
    assert asked == []


def test_neither_a_token_nor_a_session_is_shown_when_printed(synapse_server: SynapseServer) -> None:
    async def shown() -> str:
        async with talking_to(synapse_server.url, TOKEN) as homeserver:
            return repr(homeserver)

    assert TOKEN not in asyncio.run(shown())


@pytest.mark.parametrize(
    ("url", "clear"),
    [
        ("https://bothways.test", False),
        ("http://bothways.test", True),
        ("http://127.0.0.1:8008", False),
        ("http://[::1]:8008", False),
        ("http://localhost:8008", False),
        ("http://10.0.0.1:8008", True),
    ],
)
def test_what_others_can_read_on_the_way_is_known(url: str, clear: bool) -> None:
    assert is_in_clear(url) == clear


def test_the_parts_of_a_path_may_hold_anything() -> None:
    assert quoted("user", "@a/b:c.test", "what?") == "/user/%40a%2Fb%3Ac.test/what%3F"


def _unknown_certificate(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
