"""Nobody is called where that is forbidden: not even a name is looked up."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from openends.domain.errors import ConfigProblem, InputError
from openends.jobs.send import Sender
from openends.jobs.targets import check_target
from openends.llm.offline import refuse_if_offline
from openends.sample import survey_path
from openends.settings import ServerSettings
from openends.store.deliveries import Delivery, DeliveryStatus

#: Codes the sample and tries a model in a process whose sockets write down every attempt.
PROGRAM = """
import json, socket, sys

tried = []

def refuse(name):
    def attempt(*given, **named):
        tried.append([name, repr(given[-1:])])
        raise OSError("nobody is called")
    return attempt

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse(name))
for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, refuse(name))

import os
from openends.cli import main
from openends.domain.errors import ConfigProblem
from openends.llm import LlmSpec, load_model
from openends.settings import ServerSettings

refused = None
try:
    load_model(
        LlmSpec(
            model="openai:gpt-5-mini", environment=os.environ, offline=ServerSettings().offline
        )
    )
except ConfigProblem as problem:
    refused = problem.message
sys.argv = ["openends", "code", sys.argv[1], "--text", "why_brand", "--out", sys.argv[2]]
status = 0
try:
    main()
except SystemExit as end:
    status = end.code or 0
with open(sys.argv[-1] + ".told", "w") as file:
    json.dump({"tried": tried, "refused": refused, "status": status}, file)
"""


def test_no_connection_is_attempted_when_a_survey_is_coded_and_a_model_is_refused(tmp_path):
    out = tmp_path / "coded.csv"
    environment = {**os.environ, "OPENENDS_OFFLINE": "1", "OPENAI_API_KEY": "sk-any"}
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(survey_path()), str(out)],
        env=environment,
        check=True,
        capture_output=True,
        timeout=300,
    )
    told = json.loads(out.with_name("coded.csv.told").read_text())
    assert told["tried"] == []
    assert told["status"] == 0
    assert "OPENENDS_OFFLINE forbids every call" in told["refused"]
    assert out.stat().st_size > 1000


def test_the_witness_sees_attempts():
    watching = PROGRAM.partition("import os\n")[0]
    program = f"""{watching}
try:
    socket.create_connection(("192.0.2.1", 80))
except OSError:
    print(tried)
"""
    told = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    )
    assert "create_connection" in told.stdout


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("true", True), ("0", False)])
def test_the_setting_is_read_from_the_environment(written, meant, monkeypatch):
    monkeypatch.setenv("OPENENDS_OFFLINE", written)
    assert ServerSettings().offline is meant


def test_the_sentence_says_what_is_forbidden_and_by_what():
    with pytest.raises(ConfigProblem) as caught:
        refuse_if_offline(True, "A language model")
    assert caught.value.message == (
        "A language model cannot be used: OPENENDS_OFFLINE forbids every call to other programs "
        "and machines; take the setting away, or do without."
    )
    refuse_if_offline(False, "A language model")


def no_look_up(*_):
    raise AssertionError("a name was looked up")


def test_a_webhook_is_not_sent_and_its_receiver_not_looked_up():
    now = datetime.now(UTC)
    delivery = Delivery(
        id="d1",
        organization_id="o1",
        webhook_id="wh_1",
        job_id="job_1",
        event="job.completed",
        body="{}",
        status=DeliveryStatus.WAITING,
        attempts=0,
        outcome="",
        created_at=now,
        url="https://hooks.example.com/",
        secret="whsec_abc",
    )
    sender = Sender(("hooks.example.com",), look_up=no_look_up, offline=True)
    outcome = asyncio.run(sender.send(delivery, 1))
    assert not outcome.delivered
    assert outcome.reason == "not sent, for OPENENDS_OFFLINE is set"


def test_a_webhook_cannot_be_registered_and_its_host_is_not_looked_up(monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", no_look_up)
    with pytest.raises(InputError, match="call nobody"):
        check_target("https://hooks.example.com/", offline=True)
