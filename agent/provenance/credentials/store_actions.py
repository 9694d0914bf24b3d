"""What one manifest of a store declares: its actions, other assertions about the making, and whom it names.

The store is the JSON that the C2PA library prints. Everything in it is foreign: any value can have any type, and all of
it is cut to a bounded size before it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...foreign import Foreign
from ..credential_types import Action, Identity

ACTIONS = 1000  # of one manifest
ASSERTIONS = 500
IDENTITIES = 20
TEXT = 400  # characters of one text
AUTHORS = 6  # names of authors of one manifest
_NAMES = 2000  # keys of a metadata assertion that are looked at
ADOBE_AI = "com.adobe.generative-ai"
METADATA = ("c2pa.metadata", "cawg.metadata", "stds.iptc", "stds.exif", "stds.xmp", "stds.schema-org.CreativeWork")


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is an object of JSON, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object, limit: int) -> list[Any]:
    """The first members of the value if it is a list of JSON, else none."""
    return value[:limit] if isinstance(value, list) else []


def text(value: object, limit: int = TEXT) -> Foreign | None:
    """A text of bounded length; None if the value is no text or number, or has nothing in it."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = Foreign(str(value)[:limit])
    return found if found else None


def term(value: object) -> Foreign | None:
    """The IPTC term of a source type, without the address before it."""
    found = text(value)
    return found and (text(found.raw.strip().rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]) or found)


def labels(manifest: Mapping[str, Any]) -> tuple[Foreign, ...]:
    """The labels of its assertions."""
    found = (text(mapping(a).get("label")) for a in items(manifest.get("assertions"), ASSERTIONS))
    return tuple(label for label in found if label is not None)


def actions(manifest: Mapping[str, Any]) -> tuple[tuple[Action, ...], bool]:
    """Its actions and what other assertions declare of the making, in their order; and whether some were cut off."""
    found: list[Action] = []
    assertions = manifest.get("assertions")
    cut = isinstance(assertions, list) and len(assertions) > ASSERTIONS
    for assertion in items(assertions, ASSERTIONS):
        label, data = str(mapping(assertion).get("label", "")), mapping(mapping(assertion).get("data"))
        if label.partition("__")[0] in ("c2pa.actions", "c2pa.actions.v2", "c2pa.actions.v3"):
            steps = data.get("actions")
            cut = cut or (isinstance(steps, list) and len(steps) + len(found) > ACTIONS)
            agents = items(data.get("softwareAgents"), ACTIONS)
            found += [_action(mapping(step), agents) for step in items(steps, ACTIONS - len(found))]
        elif label.startswith(ADOBE_AI):
            found.append(Action(action=Foreign(ADOBE_AI), agent=text(data.get("description"))))
        elif label.startswith(METADATA):
            found += [Action(action=Foreign(label[:TEXT]), source_type=kind) for kind in _source_types(data)]
    return tuple(found[:ACTIONS]), cut or len(found) > ACTIONS


def _action(step: Mapping[str, Any], agents: list[Any]) -> Action:
    parameters = mapping(step.get("parameters"))
    return Action(
        action=text(step.get("action")) or Foreign(""),
        agent=_agent(step, agents),
        source_type=term(step.get("digitalSourceType")),
        when=text(step.get("when")),
        description=text(step.get("description")) or text(parameters.get("description")),
        tool=text(parameters.get("com.adobe.tool")) or text(parameters.get("name")),
    )


def _agent(step: Mapping[str, Any], agents: list[Any]) -> Foreign | None:
    """The software agent: a name, an object with a name, or the index of one in the assertion's own list."""
    agent = step.get("softwareAgent")
    if agent is None:
        agent = step.get("softwareAgentIndex")
    if isinstance(agent, int) and not isinstance(agent, bool):
        agent = agents[agent] if 0 <= agent < len(agents) else None
    return text(mapping(agent).get("name")) if isinstance(agent, dict) else text(agent)


def _source_types(data: Mapping[str, Any]) -> Iterator[Foreign]:
    """Source types in a metadata assertion, at most three levels deep."""
    level: list[Any] = [data]
    seen = 0
    for _ in range(3):
        below: list[Any] = []
        for value in level:
            for key, inner in value.items():
                seen += 1
                if seen > _NAMES:
                    return
                if key.rsplit(":", 1)[-1].rsplit("/", 1)[-1].lower() == "digitalsourcetype":
                    inner = mapping(inner).get("@id", inner) if isinstance(inner, dict) else inner
                    if (found := term(inner)) is not None:
                        yield found
                elif isinstance(inner, dict):
                    below.append(inner)
                else:
                    below += [member for member in items(inner, 50) if isinstance(member, dict)]
        level = below


def authors(manifest: Mapping[str, Any]) -> tuple[Foreign, ...]:
    """The names that its assertions give as the author: of schema.org's CreativeWork, and `dc:creator` of metadata."""
    found: dict[str, Foreign] = {}
    for assertion in items(manifest.get("assertions"), ASSERTIONS):
        label, data = str(mapping(assertion).get("label", "")), mapping(mapping(assertion).get("data"))
        if not label.startswith(METADATA):
            continue
        for key in ("author", "dc:creator"):
            given = data.get(key)
            for one in items(given, AUTHORS) or [given]:
                name = text(mapping(one).get("name") if isinstance(one, dict) else one)
                if name is not None:
                    found.setdefault(name.raw.casefold(), name)
    return tuple(found.values())[:AUTHORS]


def identities(manifest: Mapping[str, Any], signature: str | None) -> tuple[Identity, ...]:
    """Whom its CAWG identity assertions name, each with what was found of its signature.

    Args:
        manifest: as in the store.
        signature: what the library found of identity assertions in this manifest, as in `Identity`.
    """
    found: list[Identity] = []
    for assertion in items(manifest.get("assertions"), ASSERTIONS):
        if not str(mapping(assertion).get("label", "")).startswith("cawg.identity"):
            continue
        data = mapping(mapping(assertion).get("data"))
        people = items(data.get("verifiedIdentities") or mapping(data.get("named_actor")).get("verifiedIdentities"), 20)
        names = [text(mapping(who).get("name")) or text(mapping(who).get("username")) for who in people]
        certificate = mapping(data.get("signature_info"))
        names = [name for name in names if name] or [text(certificate.get("issuer") or certificate.get("common_name"))]
        found += [Identity.model_validate({"name": name, "signature": signature}) for name in names]
    return tuple(found[:IDENTITIES])
