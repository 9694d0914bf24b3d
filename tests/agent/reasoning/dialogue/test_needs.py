"""Who tells of a misfortune is understood in five languages, and who only asks is not taken for a victim."""

import pytest
from telltale.agent.reasoning.dialogue.needs import Need, need_of

TOLD = {
    "find her name pls i sent 3000 dollars": Need.PAID,
    "how do i get my money back": Need.PAID,
    "La victime a déjà viré de l'argent, on fait quoi ?": Need.PAID,
    "Ich habe ihm schon 500 Euro überwiesen": Need.PAID,
    "le he enviado 300 euros": Need.PAID,
    "我给她转了五千元": Need.PAID,
    "my sister met this girl online. real or catfish?": Need.DATING,
    "Er droht, die Bilder zu veröffentlichen, wenn ich nicht zahle": Need.BLACKMAIL,
    "he wants to post my nudes unless I pay": Need.BLACKMAIL,
    "my ex shared a nude picture of me": Need.INTIMATE,
    "my daughter's classmates share a naked picture of her": Need.CHILD_ABUSE,
    "my son is bullied with this picture": Need.BULLIED,
    "I have chest pain, should I see a doctor?": Need.EMERGENCY,
    "quiero morir": Need.DESPAIR,
}


@pytest.mark.parametrize(("message", "need"), TOLD.items())
def test_a_misfortune_is_heard(message, need):
    assert need_of(message) is need


@pytest.mark.parametrize(
    "message",
    [
        "is it real?", "should we pay the deposit?", "what is a catfish", "Did they pay 20 euros for this picture?",
        "my son only used the magic eraser", "was it sent by WhatsApp?", "Wir haben 4000 Schadenfotos im Monat",
        "he sent me a photo of money", "is this invoice paid?",
    ],
)  # fmt: skip
def test_a_question_is_no_call_for_help(message):
    assert need_of(message) is None


@pytest.mark.parametrize(
    "message",
    ["Customer wants money back because 3 of 8 came out blank", "Der Kunde will sein Geld zurück",
     "le client veut être remboursé de l'argent", "el cliente pide la devolución del dinero", "客户要求退款"],
)  # fmt: skip
def test_a_refund_that_somebody_else_wants_is_no_loss_of_ones_own(message):
    assert need_of(message) is not Need.PAID


@pytest.mark.parametrize(
    "message",
    ["she asked me for 600 dollars for a flight", "Me pidió 600 euros para un billete de avión",
     "elle me demande 800 € pour un billet d'avion", "er will 500 Euro für den Flug", "她向我借五千元买机票"],
)  # fmt: skip
def test_who_is_asked_for_money_for_a_journey_is_warned(message):
    assert need_of(message) is Need.ASKED_FOR_MONEY
    assert need_of("the seller wants €180 for this record") is None
