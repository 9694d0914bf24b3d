"""Help for somebody who tells of a misfortune, before anything that this tool can tell of the picture.

Where to turn: StopNCII.org (https://stopncii.org/how-it-works/) for adults, and Take It Down of the US National Center
for Missing & Exploited Children (https://takeitdown.ncmec.org/) for pictures of somebody under 18, both of which make a
fingerprint of a picture on the person's own device; https://findahelpline.com lists crisis lines by country.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.needs import Need
from ..stance import Role
from .answer_case import Case, of_record

SORRY = Sentence(
    "need_answers.sorry",
    "I am sorry. No picture shows whether this is a fraud; if it is one, such frauds deceive careful people too.",
)
BANK = Sentence(
    "need_answers.bank",
    "Send no more money. Call the bank, card company or payment service now and ask to stop or recall the payment: the "
    "sooner, the better the chance.",
)
REPORT = Sentence(
    "need_answers.report",
    "Keep all messages, account names, receipts and pictures, report the fraud to the police, and report the account "
    "to the platform.",
)
NEXT_FRAUD = Sentence(
    "need_answers.next_fraud", "Whoever offers to get the money back for a fee is most likely the next fraud."
)
PAY_NOTHING = Sentence(
    "need_answers.pay_nothing",
    "Pay nothing yet, and no gift cards, crypto or transfers to strangers at all: that is how frauds want to be paid, "
    "and hurry is part of it.",
)
KNOWN_WAY = Sentence(
    "need_answers.known_way",
    "First reach the person, or the firm, in a way that you knew before, such as the old number or a visit, and ask "
    "something that only they can know. No picture shows who is writing.",
)
STOLEN = Sentence(
    "need_answers.stolen",
    "Such accounts mostly use stolen or generated pictures, so whoever is shown may know nothing of it. A real picture "
    "does not show that the person who writes is real.",
)
FINGERPRINTS = Sentence(
    "need_answers.fingerprints",
    "StopNCII.org helps adults, and takeitdown.ncmec.org helps with pictures of somebody under 18, free of charge: "
    "each makes a fingerprint of the picture on your own device, by which platforms that take part block its copies. "
    "The picture itself is not uploaded.",
)
NOT_YOUR_FAULT = Sentence(
    "need_answers.not_your_fault",
    "Whoever spreads such a picture is at fault, and not the person who is shown. It is made easier by not staying "
    "alone with it: tell somebody whom you trust today.",
)
WITH_THE_CHILD = Sentence(
    "need_answers.with_the_child",
    "Tell the child first that it is not at fault and that you stand by it, and decide together whom to tell.",
)
EMERGENCY = Sentence(
    "need_answers.emergency",
    "This tool can't judge that, and it should not wait: if somebody's life or health may be in danger, call the "
    "emergency number now (112 in Europe, 911 in the USA and Canada, 120 in China). Otherwise ask a doctor.",
)
DESPAIR = Sentence(
    "need_answers.despair",
    "I am sorry that it is so hard. Please talk to a person now: the emergency number (112 in Europe, 911 in the USA "
    "and Canada, 120 in China), a crisis line, which findahelpline.com lists for your country, or somebody near you.",
)


def _paid(case: Case) -> list[Item]:
    return _said(SORRY, BANK, REPORT, NEXT_FRAUD)


def _asked_for_money(case: Case) -> list[Item]:
    return _said(PAY_NOTHING, KNOWN_WAY)


def _dating(case: Case) -> list[Item]:
    return [*case.entry("dating-profile"), *_said(STOLEN)]


def _blackmail(case: Case) -> list[Item]:
    return [*case.entry("blackmail"), *_said(FINGERPRINTS)]


def _intimate(case: Case) -> list[Item]:
    return [*case.entry("intimate-picture-of-me"), *_said(FINGERPRINTS)]


def _child_abuse(case: Case) -> list[Item]:
    return [*case.entry("illegal-material"), *_said(WITH_THE_CHILD, FINGERPRINTS)]


def _bullied(case: Case) -> list[Item]:
    return [*_said(NOT_YOUR_FAULT), *case.entry("harassment-school")]


def _worried(case: Case) -> list[Item]:
    return [*_said(WITH_THE_CHILD), *case.entry("harassment-school")]


def _emergency(case: Case) -> list[Item]:
    return _said(EMERGENCY)


def _despair(case: Case) -> list[Item]:
    return [*_said(DESPAIR), *case.entry("medical-or-personal-crisis")[1:2]]


HELP: Mapping[Need, Callable[[Case], list[Item]]] = {
    Need.EMERGENCY: _emergency,
    Need.DESPAIR: _despair,
    Need.CHILD_ABUSE: _child_abuse,
    Need.BLACKMAIL: _blackmail,
    Need.INTIMATE: _intimate,
    Need.PAID: _paid,
    Need.ASKED_FOR_MONEY: _asked_for_money,
    Need.DATING: _dating,
    Need.BULLIED: _bullied,
    Need.WORRIED: _worried,
}


def _said(*sentences: Sentence) -> list[Item]:
    return [of_record(sentence(), Role.NEXT_STEP) for sentence in sentences]
