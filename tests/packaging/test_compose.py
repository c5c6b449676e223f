"""compose.yaml, read as Compose would read it: there need be no Docker engine on the machine.

`compose-spec.json` is the Compose Specification's own schema (Apache-2.0), as `check-jsonschema` 0.39.0 carries it.
"""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema.validators import validator_for
from pydantic import BaseModel
from pymongo.uri_parser import parse_uri

from voc.cli import COMMANDS, main
from voc.queue import Queue
from voc.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("voc:")}
SCALABLE = {"api", "worker-inference", "worker-default"}
ONE_SHOT = {"first-start"}
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?::-([^}]*))?\}")

every_service = pytest.mark.parametrize("name", SERVICES)
each_of_ours = pytest.mark.parametrize("name", OURS)


def filled_in(text: str) -> str:
    """`text` with the default of every variable, as where none is set."""
    return VARIABLE.sub(lambda found: found[2] or "", text).replace("$$", "$")


def setting(name: str) -> Any:
    """The type of the setting that an environment variable such as `VOC_WORK__BATCH_SIZE` sets, or None."""
    model: Any = Settings
    annotation: Any = None
    for part in name.removeprefix("VOC_").lower().split("__"):
        fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
        if part not in fields:
            return None
        annotation = fields[part].annotation
        model = next((each for each in get_args(annotation) or [annotation] if each is not type(None)), None)
    return annotation


def test_the_file_follows_the_compose_specification() -> None:
    schema = json.loads((Path(__file__).with_name("compose-spec.json")).read_text("utf-8"))
    faults = [f"{fault.json_path}: {fault.message}" for fault in validator_for(schema)(schema).iter_errors(COMPOSE)]
    assert faults == []


def test_every_part_of_the_service_is_there() -> None:
    assert {"mongo", "redis", "api", "worker-inference", "worker-default", "beat", "first-start"} == set(SERVICES)


@every_service
def test_a_service_is_confined(name: str) -> None:
    service = SERVICES[name]
    user, _, group = service["user"].partition(":")
    assert user.isdecimal()
    assert group.isdecimal()
    assert "0" not in (user, group)
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "ipc", "network_mode"} & set(service)


@every_service
def test_a_service_is_watched_and_started_again(name: str) -> None:
    service = SERVICES[name]
    if name in ONE_SHOT:
        assert service["restart"] == "on-failure"
        return
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries"} <= set(service["healthcheck"])


@every_service
def test_a_service_waits_for_others_that_can_say_when_they_are_ready(name: str) -> None:
    for other, condition in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        expected = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
        assert condition == {"condition": expected}


@every_service
def test_what_a_service_mounts_and_joins_is_declared(name: str) -> None:
    service = SERVICES[name]
    sources = {volume.partition(":")[0] for volume in service.get("volumes", [])}
    assert sources <= set(COMPOSE["volumes"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_nothing_is_declared_in_vain() -> None:
    mounted = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])


@each_of_ours
def test_our_commands_exist_with_their_options(name: str) -> None:
    # parsing only: `--help` at the end keeps it from running
    command, *options = [filled_in(word) for word in SERVICES[name]["command"]]
    assert command in COMMANDS
    context = main.make_context("voc", [command])
    known = main.get_command(context, command)
    assert known is not None
    parsed = known.make_context(command, options, parent=context)
    assert parsed.args == []


def test_every_queue_has_a_worker_that_is_asked_by_its_name() -> None:
    served = {}
    for name, service in OURS.items():
        if service["command"][0] == "worker":
            served[service["command"][service["command"].index("--queue") + 1]] = name
    assert served == {str(queue): f"worker-{queue}" for queue in Queue}
    for queue, name in served.items():
        assert f"{queue}@$$HOSTNAME" in SERVICES[name]["healthcheck"]["test"][1]


@each_of_ours
def test_our_environment_names_settings(name: str) -> None:
    unknown = [variable for variable in SERVICES[name]["environment"] if setting(variable) is None]
    assert unknown == []


@each_of_ours
def test_our_settings_can_be_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in SERVICES[name]["environment"].items():
        if value is None:  # left out where the operator does not set it
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, filled_in(value))
    settings = Settings()
    assert settings.mongodb
    assert parse_uri(settings.mongodb)["options"]["replicaSet"] == "rs0"
    assert settings.broker == "redis://redis:6379/0"


def test_the_database_is_the_replica_set_that_clients_ask_for() -> None:
    mongo = SERVICES["mongo"]
    assert re.fullmatch(r"mongo:8(\.\d+)*", mongo["image"])
    assert mongo["command"][mongo["command"].index("--replSet") + 1] == "rs0"
    assert 'host: "mongo:27017"' in mongo["healthcheck"]["test"][-1]


def test_only_the_api_can_be_reached_and_only_from_this_machine_unless_told() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api"]
    assert [filled_in(port) for port in SERVICES["api"]["ports"]] == ["127.0.0.1:8000:8000"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    # messages go out from the worker that sends them
    outside = [name for name, service in SERVICES.items() if "outside" in service["networks"]]
    assert outside == ["api", "worker-default"]


def test_whoever_reads_contacts_shares_the_secret() -> None:
    for name in ("api", "worker-default", "worker-inference"):
        assert "state:/var/lib/voc" in SERVICES[name]["volumes"], name


def test_what_may_be_scaled_has_no_name_of_its_own() -> None:
    assert all("container_name" not in SERVICES[name] for name in SCALABLE)


def test_no_secret_is_written_down() -> None:
    for service in OURS.values():
        for variable in {"VOC_SECRET", "VOC_ADMIN_PASSWORD"} & set(service["environment"]):
            assert service["environment"][variable] is None


def test_one_image_is_built_once() -> None:
    assert [name for name, service in SERVICES.items() if "build" in service] == ["first-start"]
    assert {service["image"] for service in OURS.values()} == {"voc:local"}
