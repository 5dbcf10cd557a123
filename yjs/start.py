"""What must be true before the service starts: a secret of its own, hosts by name, and nothing half open."""

import os
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})
MAKES_ITS_OWN = frozenset({"demo"})
# 32 characters of a random key are more than anybody guesses; where others can reach it, Django's own advice holds.
SHORTEST, SHORTEST_AWAY = 32, 50

HOW_TO_MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


def is_local(hosts: Iterable[str]) -> bool:
    """Whether this machine alone can reach the service, so plain http is enough."""
    return all(host in LOOPBACK for host in hosts)


def check_hosts(hosts: Sequence[str], debug: bool) -> None:
    """Refuse wildcards, and DEBUG's pages of settings and data anywhere but on this machine."""
    wild = [host for host in hosts if "*" in host or host.startswith(".")]
    if wild:
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS is {', '.join(hosts)}. Name each host people will use, for example "
            "ALLOWED_HOSTS=yjs.council.gov.uk; a wildcard lets anyone pose as the service."
        )
    if debug and not is_local(hosts):
        raise ImproperlyConfigured("DEBUG shows settings and data to anybody. Unset DEBUG, or unset ALLOWED_HOSTS.")


def made_secret(data: Path) -> str:
    """The secret that `demo` made in this data folder; empty where it made none."""
    kept = data / "secret-key"
    return kept.read_text().strip() if kept.exists() else ""


def service_name(data: Path) -> str:
    """The name that `demo` gave the service of this data folder; a general one where it gave none."""
    kept = data / "service-name"
    return kept.read_text().strip() if kept.exists() else "Youth justice service"


def keep_service_name(name: str, data: Path) -> None:
    (data / "service-name").write_text(f"{name}\n")


def secret_key(given: str | None, data: Path, hosts: Sequence[str], argv: Sequence[str]) -> str:
    """The secret that signs sessions: the one given or, on this machine only, the one `demo` made."""
    made = made_secret(data)
    if given is not None and (given != made or not made):
        refuse_a_weak(given, local=is_local(hosts))
        return given
    if not made:
        command = argv[1] if len(argv) > 1 else ""
        if command not in MAKES_ITS_OWN:
            raise ImproperlyConfigured(
                f"no SECRET_KEY. Set SECRET_KEY to a secret of your own ({HOW_TO_MAKE_ONE}), or run "
                "`python manage.py demo` first, which makes one for use on this machine only."
            )
        made = keep_a_new_secret(data / "secret-key")
    elsewhere = [host for host in [*hosts, *served_on(argv, os.environ)] if host not in LOOPBACK]
    if elsewhere:
        raise ImproperlyConfigured(not_elsewhere(", ".join(elsewhere)))
    return made


def not_elsewhere(where: str) -> str:
    """What is wrong where the made secret would serve others, and what to set."""
    return (
        f"the secret made by `demo` is for this machine only, and this would serve {where}. "
        f"Set SECRET_KEY to a secret of your own ({HOW_TO_MAKE_ONE})."
    )


def refuse_a_weak(key: str, *, local: bool) -> None:
    """An example's secret is no secret, and neither is one that could be guessed."""
    shortest = SHORTEST if local else SHORTEST_AWAY
    if key.startswith("django-insecure-") or len(key) < shortest or len(set(key)) < 5:
        raise ImproperlyConfigured(
            f"SECRET_KEY is a default or can be guessed. Set one of 50 characters or more ({HOW_TO_MAKE_ONE})."
        )


def is_elsewhere(address: str) -> bool:
    """Whether an address of a request is of another machine, or of all of this one's. A name does not say."""
    try:
        found = ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_loopback


def keep_a_new_secret(kept: Path) -> str:
    made = secrets.token_urlsafe(50)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Another process started at the same moment: both must sign with the same secret.
        return kept.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(made)
    return made


def served_on(argv: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """The hosts a web server started by this command line would answer on; none for any other command."""
    program, words = Path(argv[0]).name if argv else "", list(argv[1:])
    if program in {"manage.py", "django-admin"} and words[:1] != ["runserver"]:
        return []
    words += environ.get("GUNICORN_CMD_ARGS", "").split()
    if program == "gunicorn" and "PORT" in environ:
        words.append(f"0.0.0.0:{environ['PORT']}")
    addresses = [re.fullmatch(r"(?:.*=|-b)?([^=/]*):\d+", word) for word in words]
    bare = [
        value for flag, value in zip(words, words[1:], strict=False) if flag in {"-b", "--bind"} and ":" not in value
    ]
    return [match[1] for match in addresses if match] + bare
