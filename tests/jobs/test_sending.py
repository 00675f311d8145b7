"""One attempt to deliver an event, against real receivers."""

import asyncio
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from receiver import Receiver, is_signed, listening

from openends.jobs.send import Sender
from openends.jobs.targets import find_target
from openends.store.deliveries import Delivery, DeliveryStatus
from openends.version import __version__

ALLOW = ("127.0.0.1",)
BODY = '{"event":"job.completed","job_id":"job_1","note":"Grüße, 你好"}'


def delivery(url):
    return Delivery(
        id="d1",
        organization_id="o1",
        webhook_id="wh_1",
        job_id="job_1",
        event="job.completed",
        body=BODY,
        status=DeliveryStatus.WAITING,
        attempts=0,
        outcome="",
        created_at=datetime.now(UTC),
        url=url,
        secret="whsec_abc",
    )


def send(sender, url, attempt=1):
    return asyncio.run(sender.send(delivery(url), attempt))


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_2xx_is_a_delivery(status):
    with listening(Receiver(status)) as url:
        outcome = send(Sender(ALLOW), url)
    assert (outcome.delivered, outcome.reason) == (True, str(status))


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 503])
def test_everything_else_is_a_failure(status):
    with listening(Receiver(status)) as url:
        outcome = send(Sender(ALLOW), url)
    assert (outcome.delivered, outcome.reason) == (False, str(status))


def test_the_receiver_gets_signed_bytes_and_who_what_and_which_attempt():
    receiver = Receiver()
    with listening(receiver) as url:
        send(Sender(ALLOW), f"{url}?a=1&b=%C3%BC", attempt=3)
    (got,) = receiver.got
    assert got.path == "/hook?a=1&b=%C3%BC"
    assert got.body == BODY.encode()
    assert is_signed(got, "whsec_abc")
    assert not is_signed(got, "whsec_other")
    headers = {name.lower(): value for name, value in got.headers.items()}
    assert headers["x-event"] == "job.completed"
    assert headers["x-attempt"] == "3"
    assert headers["x-delivery-id"] == "d1"
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"] == f"Openends/{__version__}"
    assert headers["host"] == url.split("/")[2]
    assert headers["content-length"] == str(len(BODY.encode()))


def test_a_redirect_is_not_followed():
    elsewhere = Receiver()

    with listening(elsewhere) as target:

        def redirect(handler):
            handler.send_response(307)
            handler.send_header("Location", target)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        with listening(Receiver(answer=redirect)) as url:
            outcome = send(Sender(ALLOW), url)
    assert (outcome.delivered, outcome.reason) == (False, "307")
    assert elsewhere.got == []


def test_a_receiver_that_says_nothing_is_given_up():
    released = threading.Event()
    with listening(Receiver(answer=lambda _: released.wait(30))) as url:
        outcome = send(Sender(ALLOW, seconds=0.3), url)
        released.set()
    assert (outcome.delivered, outcome.reason) == (False, "no answer within 0.3 seconds")


def test_a_receiver_that_drips_is_given_up_too():
    released = threading.Event()

    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not released.wait(0.05):
            handler.wfile.write(b"X-Wait: 1\r\n")

    with listening(Receiver(answer=drip)) as url:
        outcome = send(Sender(ALLOW, seconds=0.5), url)
        released.set()
    assert outcome.reason == "no answer within 0.5 seconds"


def test_of_an_endless_answer_only_a_little_is_read():
    hung_up = threading.Event()

    def pour(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 8192)
        except OSError:
            hung_up.set()

    with listening(Receiver(answer=pour)) as url:
        outcome = send(Sender(ALLOW), url)
        assert hung_up.wait(30)
    assert outcome.delivered


@pytest.mark.parametrize(
    "garbage", [b"", b"\x00\xff" * 100, b"HTTP/1.1 abc\r\n\r\n", b"220 mail\r\n"]
)
def test_a_receiver_that_talks_nonsense_is_a_failure(garbage):
    def babble(handler):
        handler.wfile.write(garbage)
        handler.wfile.flush()
        handler.close_connection = True

    with listening(Receiver(answer=babble)) as url:
        outcome = send(Sender(ALLOW), url)
    assert not outcome.delivered
    assert outcome.reason.startswith("connection failed")


def test_a_receiver_that_is_not_there_is_a_failure():
    with listening(Receiver()) as url:
        pass
    assert send(Sender(ALLOW), url).reason.startswith("connection failed")


def test_private_addresses_get_nothing_unless_they_are_allowed():
    receiver = Receiver()
    with listening(receiver) as url:
        outcome = send(Sender(), url)
    assert (outcome.delivered, outcome.reason) == (False, "the host is not found or not public")
    assert receiver.got == []


def test_a_name_that_turns_private_after_it_was_registered_gets_nothing():
    receiver = Receiver()
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])

    def look_up(host, port):
        return next(answers)

    with listening(receiver) as by_address:
        url = by_address.replace("127.0.0.1", "hook.example").replace("http:", "https:")
        find_target(url, (), look_up)
        outcome = send(Sender(look_up=look_up), url)
    assert outcome.reason == "the host is not found or not public"
    assert receiver.got == []


def test_the_address_that_was_checked_is_the_one_that_is_used():
    """There is no second lookup that could say otherwise: the name means nothing here."""
    receiver = Receiver()
    asked = []

    def look_up(host, port):
        asked.append(host)
        return ["127.0.0.1"]

    with listening(receiver) as by_address:
        url = by_address.replace("127.0.0.1", "hook.example")
        outcome = send(Sender(("hook.example",), look_up=look_up), url)
    assert outcome.delivered
    assert asked == ["hook.example"]
    assert receiver.got[0].headers["Host"] == url.split("/")[2]


def test_the_next_address_of_a_name_is_tried_when_one_does_not_answer():
    with listening(Receiver()) as by_address:
        url = by_address.replace("127.0.0.1", "hook.example")
        sender = Sender(("hook.example",), look_up=lambda host, port: ["::1", "127.0.0.1"])
        assert send(sender, url).delivered


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with listening(Receiver()) as url:
        assert send(Sender(ALLOW), url).delivered


def test_tls_checks_the_name_and_not_the_address(tmp_path):
    server, client = _certificates(tmp_path, "hook.example")
    receiver = Receiver()
    with listening(receiver, tls=server) as url:
        right, wrong = (
            url.replace("127.0.0.1", name) for name in ("hook.example", "other.example")
        )
        sender = Sender(
            ("hook.example", "other.example"), look_up=lambda *_: ["127.0.0.1"], tls=client
        )
        assert send(sender, right).delivered
        assert send(sender, wrong).reason.startswith("connection failed")
        # Whom the system does not know is not trusted.
        stranger = Sender(("hook.example",), look_up=lambda *_: ["127.0.0.1"])
        assert send(stranger, right).reason.startswith("connection failed")
    assert len(receiver.got) == 1


def _certificates(folder, name):
    """Return TLS settings of a server with that name, and of a client that trusts it."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "both.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))
