"""The content credentials of a file as a tree: each manifest with its own trust and its own integrity."""

from __future__ import annotations

import html

from ..foreign import Foreign
from ..provenance.credential_types import Action, Manifest
from ..sentences import Sentence

NONE = Sentence(
    "credentials_html.none",
    "The file holds no content credentials. That says nothing about the picture: most files have none, and platforms "
    "remove them.",
)
TWO_CHECKS = Sentence(
    "credentials_html.two_checks",
    "Each entry has two checks of its own. Integrity: do its hashes and its signature match? Trust: is its signer on a "
    "list of trusted signers? A history is only as good as the weakest entry between the picture and what you rely on.",
)
TRUSTED = Sentence("credentials_html.trusted", "signer trusted")
NOT_TRUSTED = Sentence("credentials_html.not_trusted", "signer not on a list of trusted signers")
INTACT = Sentence("credentials_html.intact", "hashes and signature match")
FAILED = Sentence("credentials_html.failed", "failed: {codes}")
BARE = Sentence("credentials_html.bare", "no credentials of its own, so nothing about it can be checked")
NOT_CHECKED = Sentence("credentials_html.not_checked", "hashes and signature could not be checked here")
RECORDED = Sentence(
    "credentials_html.recorded", "The signer of the entry above wrote that these checks failed: {codes}."
)
SIGNATURE = "claimSignature.validated"  # code of the status that says so
_LENGTH = 400  # characters of a value
_MOST, _DEEPEST = 200, 12  # parts of a manifest; levels of the tree
_KINDS = {"self": "", "parentOf": "made from", "componentOf": "with the part", "inputTo": "from the input"}


def credentials_html(credentials: Manifest | None) -> str:
    """The tree, with the picture's own manifest at its root."""
    if credentials is None:
        return f"<p>{html.escape(NONE())}</p>"
    return f'<p>{html.escape(TWO_CHECKS())}</p><ul class="tree">{_manifest(credentials, 0)}</ul>'


def _manifest(manifest: Manifest, depth: int) -> str:
    lines = [
        f"{name} {_quoted(value)}"
        for name, value in (
            ("signer", manifest.signer),
            ("made with", manifest.program),
            ("signed", manifest.signed_at),
            *(("named as author", name) for name in manifest.authors),
        )
        if value
    ]
    said = dict.fromkeys(status.code for status in manifest.failures if status.recorded)
    if said:
        lines.append(html.escape(RECORDED(codes=", ".join(said))))
    steps = "".join(f"<li>{_step(action)}</li>" for action in manifest.actions[:_MOST])
    below = ""
    if depth < _DEEPEST:
        below = "".join(_manifest(each, depth + 1) for each in manifest.ingredients[:_MOST])
    kind = _KINDS[manifest.relationship]
    title = f"{f'<small>{kind}</small> ' if kind else ''}<b>{_quoted(manifest.title or manifest.label)}</b>"
    inner = f"<p>{'<br>'.join(lines)}</p>" if lines else ""
    inner += f'<ul class="steps">{steps}</ul>' if steps else ""
    inner += f"<ul>{below}</ul>" if below else ""
    head = f"{title} {_checks(manifest)}"
    return f"<li><details open><summary>{head}</summary>{inner}</details></li>" if inner else f"<li>{head}</li>"


def _checks(manifest: Manifest) -> str:
    if not manifest.has_manifest:
        return _chip("unknown", BARE())
    failed = ", ".join(dict.fromkeys(status.code for status in manifest.failures if not status.recorded))
    if failed:
        integrity = _chip("bad", FAILED(codes=failed))
    else:
        checked = manifest.intact and manifest.succeeded(SIGNATURE)
        integrity = _chip("good", INTACT()) if checked else _chip("unknown", NOT_CHECKED())
    trust = _chip("good", TRUSTED()) if manifest.trusted else _chip("unknown", NOT_TRUSTED())
    return f"{integrity} {trust}"


def _chip(state: str, text: str) -> str:
    mark = {"good": "✓", "bad": "✗", "unknown": "?"}[state]
    return f'<span class="chip {state}">{mark} {html.escape(text)}</span>'


def _step(action: Action) -> str:
    told = [_quoted(action.action)]
    named = (("by", action.agent), ("source type", action.source_type), ("at", action.when), ("tool", action.tool))
    told += [f"{name} {_quoted(value)}" for name, value in named if value]
    if action.description:
        told.append(_quoted(action.description))
    return ", ".join(told)


def _quoted(value: Foreign) -> str:
    return html.escape(value.quoted(_LENGTH))
