"""The sentences of the summary page of a triage."""

from __future__ import annotations

from ..sentences import Sentence

TITLE = Sentence("summary_sentences.title", "Triage of pictures")
COUNTED = Sentence(
    "summary_sentences.counted",
    "Files: {files}. Pictures measured: {measured}. Exact copies of one of these: {copies}. Not measured: {failed}.",
)
RATE = Sentence(
    "summary_sentences.rate",
    "A label is only given where at most {share} of such labels are expected to be wrong on pictures from new sources.",
)
LEADS = Sentence(
    "summary_sentences.leads",
    "These numbers say which pictures to look at first. They are no finding about a single picture: examine each one "
    "that matters.",
)
NOTHING_FOUND = Sentence(
    "summary_sentences.nothing_found",
    "Inconclusive does not mean real: pictures by new generators often measure like photographs.",
)
REAL = Sentence("summary_sentences.real", "real")
SYNTHETIC = Sentence("summary_sentences.synthetic", "synthetic")
TAMPERED = Sentence("summary_sentences.tampered", "tampered")
INCONCLUSIVE = Sentence("summary_sentences.inconclusive", "inconclusive")
ERROR = Sentence("summary_sentences.error", "not measured")
PICTURES = Sentence("summary_sentences.pictures", "Pictures, the most suspicious first")
ONLY_WORST = Sentence(
    "summary_sentences.only_worst",
    "This page lists the {shown} most suspicious of {measured} pictures. The file of results has all of them.",
)
SEARCH = Sentence("summary_sentences.search", "Part of the name, or start of the SHA-256")
NAME = Sentence("summary_sentences.name", "Picture")
LABEL = Sentence("summary_sentences.label", "Label")
LEANS = Sentence("summary_sentences.leans", "Leans to")
FAMILY = Sentence("summary_sentences.family", "Generator family")
ANY = Sentence("summary_sentences.any", "any")
SAYS = Sentence("summary_sentences.says", "What the file says")
DECLARED = Sentence("summary_sentences.declared", "The file declares AI")
SIGNED = Sentence("summary_sentences.signed", "Has content credentials")
FOUND = Sentence("summary_sentences.found", "Pictures found: {count}")
MORE = Sentence("summary_sentences.more", "Show more")
COPIES = Sentence("summary_sentences.copies", "exact copies: {count}")
DECLARES_GENERATED = Sentence("summary_sentences.declares_generated", "declares: made by AI")
DECLARES_ALTERED = Sentence("summary_sentences.declares_altered", "declares: altered with AI")
CONTRADICTS = Sentence("summary_sentences.contradicts", "contradicts itself")
TRUSTED = Sentence("summary_sentences.trusted", "signed by a trusted signer")
INTACT = Sentence("summary_sentences.intact", "signed by a signer who is not trusted here")
MISMATCH = Sentence("summary_sentences.mismatch", "signature made for other bytes")
FAULTY = Sentence("summary_sentences.faulty", "faulty signature")
FAMILIES = Sentence("summary_sentences.families", "Which generator might have made them")
FAMILIES_ABOUT = Sentence(
    "summary_sentences.families_about",
    "The pictures that are labelled synthetic or lean to it, by the generator family that fits best. It says who would "
    "have made a picture if it was generated, not that it was.",
)
NO_FAMILY = Sentence("summary_sentences.no_family", "none of the known families")
ALIKE = Sentence("summary_sentences.alike", "Pictures that look nearly the same")
ALIKE_ABOUT = Sentence(
    "summary_sentences.alike_about",
    "Their perceptual hashes differ in at most {bits} of 64 bits, from one picture of a group to the next. They may be "
    "copies, versions of one picture, or similar by chance.",
)
NONE_ALIKE = Sentence("summary_sentences.none_alike", "No two pictures are that similar.")
PARTLY_COMPARED = Sentence(
    "summary_sentences.partly_compared", "Only the first {count} pictures were compared with each other."
)
GROUP = Sentence("summary_sentences.group", "Group {number}, pictures: {count}")
SHOW_GROUP = Sentence("summary_sentences.show_group", "Show in the table")
AND_MORE = Sentence("summary_sentences.and_more", "and more: {count}")
ERRORS = Sentence("summary_sentences.errors", "Files that could not be measured")
MADE = Sentence("summary_sentences.made", "How this was measured")
NO_SCRIPT = Sentence("summary_sentences.no_script", "The table needs JavaScript, which this browser does not run.")
