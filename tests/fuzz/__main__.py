"""`python -m tests.fuzz [--examples 10]`: every operation of the OpenAPI document, with a key of every scope.

Needs the extra `fuzz` (schemathesis). Every check but four: two demand that whatever the schema allows is taken and all
else refused, and rules between fields (a value needs a `by`) and numbers written as text have no words in a schema; two
demand that OPTIONS lists every method and that each other one is answered 405, which Litestar's routing decides.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from tests.running import Service
from voc.values import Scope

LEFT_OUT = ("negative_data_rejection", "positive_data_acceptance", "unsupported_method", "allow_header_conformance")
OWN_KEYS = "/(keys|members)"
"""Left out for those who could take their own key away; `tests/keys` and `tests/accounts` try them."""


@click.command()
@click.option("--examples", default=10, show_default=True, help="Random requests for each operation, after all edges.")
def main(examples: int) -> None:
    """Try every operation with a key of every scope; exit 1 on a 5xx, or where document and answer differ."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="voc-fuzz-") as folder, Service(Path(folder)) as service:
        for scope in Scope:
            made = service.command("key", "create", "--workspace", "VoC", "--scope", scope)
            key = made.communicate()[0].strip()
            found = _run(service.url, key, examples)
            cases = re.search(r"([\d,]+) generated", found.stdout)
            click.echo(f"{scope}: {cases[1] if cases else 'no'} cases, {'all held' if not found.returncode else 'NOT'}")
            if found.returncode:
                failed.append(scope)
                click.echo(found.stdout)
    sys.exit(int(bool(failed)))


def _run(url: str, key: str, examples: int) -> subprocess.CompletedProcess[str]:
    argv = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{url}/schema/openapi.json", "--no-color",
        "--header", f"Authorization: Bearer {key}", "--phases", "coverage,fuzzing", "--max-examples", str(examples),
        "--continue-on-failure", "--checks", "all", "--exclude-checks", ",".join(LEFT_OUT),
        "--exclude-path-regex", OWN_KEYS, "--request-timeout", "20",
    ]  # fmt: skip
    return subprocess.run(argv, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    main()
