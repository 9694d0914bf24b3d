"""What `make release` says that it ships: the weights added to the bill of materials, and the bill held to the truth.

    python tests/bill_of_materials.py BILL REQUIREMENTS ENVIRONMENT

The bill is CycloneDX's (https://cyclonedx.org), made by cyclonedx-py of the environment into which the wheel was
installed. It does not know of the wheels with weights, which `telltale model setup` reads and never installs.
"""

import json
import re
import sys
from importlib.metadata import distributions
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from telltale.agent.perception import sources

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = sorted(
    (wheel for wheel in vars(sources).values() if isinstance(wheel, sources.Wheel)), key=lambda one: one.requirement
)
_PIN = re.compile(r"^([\w.-]+)==(\S+)")


def same(name: str) -> str:
    """A name as packages are compared by (https://packaging.python.org/specifications/name-normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def weights() -> list[dict]:
    """The wheels with weights, as components of a bill."""
    found = []
    for wheel in WEIGHTS:
        name, version = wheel.requirement.split("==")
        found.append(
            {
                "type": "machine-learning-model",
                "bom-ref": wheel.requirement,
                "name": name,
                "version": version,
                "description": f"weights, of which {wheel.member} is read; fetched by telltale model setup",
                "licenses": [{"license": {"name": wheel.licence}}],
                "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
                "purl": f"pkg:pypi/{name}@{version}",
            }
        )
    return found


def completed(bill: dict) -> dict:
    """The bill with the wheels of weights, each once."""
    added = weights()
    kept = [one for one in bill["components"] if one["bom-ref"] not in {other["bom-ref"] for other in added}]
    return {**bill, "components": kept + added}


def pinned(requirements: str) -> tuple[dict[str, str], list[str]]:
    """The versions that a list of requirements pins, and the names that it gives no SHA-256 for."""
    versions, bare = {}, []
    for entry in re.split(r"\n(?=\S)", requirements.strip()):
        if pin := _PIN.match(entry):
            versions[same(pin[1])] = pin[2].rstrip("\\").rstrip()
            if "--hash=sha256:" not in entry:
                bare.append(pin[1])
    return versions, bare


def faults(bill: dict, requirements: str, installed: dict[str, str]) -> list[str]:
    """What is wrong with the bill or with the requirements; empty if nothing is.

    Args:
        bill: in CycloneDX's JSON.
        requirements: with a SHA-256 for each file.
        installed: version of each package of the environment; telltale is the bill's subject and no part of it.
    """
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))
    found = [] if problem is None else [f"the bill is no valid CycloneDX: {problem}"]
    named = {same(one["name"]): one["version"] for one in bill["components"]}
    wanted = {**installed, **{same(one["name"]): one["version"] for one in weights()}}
    for name, version in sorted(wanted.items()):
        if named.get(name) != version:
            found.append(f"{name} {version} is installed; the bill has {named.get(name, 'nothing')}")
    versions, bare = pinned(requirements)
    found += [f"{name} has no SHA-256" for name in bare]
    found += [
        f"{name} is pinned to {there}, and not installed so"
        for name, there in versions.items()
        if installed.get(name, there) != there
    ]
    held = dict(line.lower().split("==") for line in (ROOT / "constraints.txt").read_text().split("\n") if "==" in line)
    found += [
        f"{name} is pinned to {there}; constraints.txt says {held[name]}"
        for name, there in versions.items()
        if held.get(name, there) != there
    ]
    return found


def main(bill: Path, requirements: Path, environment: Path) -> int:
    """Complete a bill in place, and say what is wrong with it."""
    (site,) = environment.glob("lib/python3*/site-packages")
    installed = {same(one.name): one.version for one in distributions(path=[str(site)])}
    subject = installed.pop("telltale", None)
    whole = completed(json.loads(bill.read_text(encoding="utf-8")))
    bill.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    wrong = faults(whole, requirements.read_text(encoding="utf-8"), installed)
    if subject is None:
        wrong.append("telltale is not installed in the environment")
    for line in wrong:
        print(line, file=sys.stderr)
    pins, _ = pinned(requirements.read_text(encoding="utf-8"))
    print(
        f"bill of materials: {len(installed)} packages and {len(WEIGHTS)} wheels of weights; {len(pins)} pinned by hash"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(*map(Path, sys.argv[1:])))
