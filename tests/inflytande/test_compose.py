"""What docker-compose.yml promises: nothing runs as root, nothing starts without secrets of its own."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
TEXT = (CHECKOUT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = {"migrate"}


def dockerfile_of(service: dict[str, Any]) -> Path:
    build = service["build"]
    return CHECKOUT / (build.get("dockerfile", "Dockerfile") if isinstance(build, dict) else "Dockerfile")


def test_every_part_of_the_portal_is_there() -> None:
    assert set(SERVICES) == {
        "proxy", "web", "worker", "beat", "migrate", "postgres", "valkey", "mailcatcher",
    }  # fmt: skip
    assert SERVICES["mailcatcher"]["profiles"] == ["trial"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_without_root_and_without_rights_it_does_not_need(name: str) -> None:
    service = SERVICES[name]

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT))
def test_a_service_says_how_it_is(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_migrations_run_before_anything_that_needs_them() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_nothing_starts_before_the_right_key_store_is_in_place() -> None:
    assert SERVICES["migrate"]["command"][-1].endswith("&& python manage.py prepare_key_store")
    assert {"keys:/srv/keys", "keys-mirror:/srv/keys-mirror"} <= set(SERVICES["web"]["volumes"])


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if "build" not in service])
def test_an_image_from_elsewhere_has_a_pinned_version(name: str) -> None:
    assert re.search(r":v?\d+\.\d+(\.\d+)?(-[a-z]+)?$", SERVICES[name]["image"])


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if "build" in service])
def test_an_image_of_our_own_starts_from_a_pinned_version_and_ends_without_root(name: str) -> None:
    lines = dockerfile_of(SERVICES[name]).read_text().splitlines()

    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(re.search(r":\d+\.\d+\.\d+(-[a-z-]+)?$", base) for base in bases)
    assert [line for line in lines if line.startswith("USER ")][-1] not in {"USER root", "USER 0"}


def test_no_secret_has_a_default() -> None:
    named = re.findall(r"\$\{([A-Z_]*(?:KEY|KEYS|PASSWORD|SECRET)[A-Z_]*)(.*?)\}", TEXT)

    assert {name for name, _ in named} - {"KEY_STORE_URL"} == {
        "SECRET_KEY",
        "SEALING_KEYS",
        "DATABASE_PASSWORD",
        "POSTGRES_PASSWORD",
        "VALKEY_PASSWORD",
    }
    assert all(rest.startswith(":?") and len(rest) > 20 for name, rest in named if name != "KEY_STORE_URL")


def test_the_portal_is_not_told_the_superusers_password() -> None:
    users = {name for name, service in SERVICES.items() if "env_file" in service}

    assert users == {"web", "worker", "beat", "migrate"}
    assert all(SERVICES[name]["environment"]["POSTGRES_PASSWORD"] == "" for name in users)


def test_only_the_proxy_is_open_to_the_world() -> None:
    open_ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert open_ports.pop("proxy") == ["80:8080", "443:8443"]
    assert open_ports.pop("mailcatcher") == ["127.0.0.1:8025:8025"]
    assert open_ports == {}


def test_database_and_queue_are_out_of_reach_from_outside() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["valkey"]["networks"] == ["inside"]
    assert SERVICES["proxy"]["networks"] == ["outside"]


def test_everything_worth_keeping_is_on_a_volume() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]

    assert {volume.split(":")[0] for volume in mounted if not volume.startswith("./")} == set(
        COMPOSE["volumes"]
    )
    assert all(volume.endswith(":ro") for volume in mounted if volume.startswith("./"))


def test_the_portal_is_no_superuser_of_its_database() -> None:
    address = COMPOSE["x-portal"]["environment"]["DATABASE_URL"]

    assert address.startswith("postgresql://inflytande:${DATABASE_PASSWORD:?")
    assert "POSTGRES_USER" not in SERVICES["postgres"]["environment"]
    assert "SUPERUSER" not in (CHECKOUT / "deploy" / "postgres-init.sh").read_text()


def test_the_proxy_ends_tls_and_balances_over_all_web_servers() -> None:
    proxy = (CHECKOUT / "deploy" / "Caddyfile").read_text()

    assert "{$PORTAL_HOST} {" in proxy
    assert "dynamic a web 8000" in proxy


def test_neither_database_nor_proxy_logs_what_a_request_held() -> None:
    """A refused row's values may be somebody's address; a failed request's address may be a key."""
    told = SERVICES["postgres"]["command"][2::2]
    assert {"log_error_verbosity=terse", "log_min_error_statement=panic"} <= set(told)
    assert (
        "exclude http.log.error http.handlers.reverse_proxy"
        in (CHECKOUT / "deploy" / "Caddyfile").read_text()
    )


def test_the_proxys_health_check_asks_an_address_that_it_answers_itself() -> None:
    """Any other host is sent on to https, which the check cannot follow."""
    proxy = (CHECKOUT / "deploy" / "Caddyfile").read_text()
    asked = SERVICES["proxy"]["healthcheck"]["test"][-1].rstrip("/")

    assert re.search(rf"^{re.escape(asked)} {{\n\tbind 127\.0\.0\.1\n\trespond ", proxy, re.MULTILINE)
