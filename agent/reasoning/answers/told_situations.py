"""Which situation somebody tells of, so that advice is given only to those whom it concerns.

The knowledge base is searched by meaning, and a word such as *school* brings advice for bullied pupils to a teacher who
marks homework. What is advised in a situation therefore needs words that tell of that very situation. They are read in
the five languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_INTIMATE = r"nude|naked|intimate|sexual|undress|nackt|intim|\bnue?s?\b|sexuel|desnud|[íi]ntim|裸|私密"
# Words by which a message tells in which situation somebody is.
_TELLING = re.compile(
    r"\b(?:money|dating|scam|blackmail|threat|insur|claim|police|seller|buyer|landlord|rent|flat|ebay|school|teacher|"
    r"daughter|"
    r"pupil|homework|sch[üu]ler|[ée]l[èe]ve|alumn|"
    r"son|child|bully|contest|exam|student|journalist|bulletin|publish|newspaper|editor|court|lawyer|nude|naked|"
    r"intimate|"
    r"boss|employer|euros?|dollars?|pounds|geld|erpress|versicherung|polizei|verk[äa]ufer|vermieter|schule|gericht|"
    r"argent|chantage|assur|police|"
    r"vendeur|[ée]cole|tribunal|dinero|chantaje|seguro|polic[íi]a|vendedor|escuela|tribunal)|钱|勒索|保险|警察|卖家|学校|法院",
    re.I,
)
# What tells of the situation of an entry of the knowledge base, by its name.
_WORDS = {
    "blackmail": rf"blackmail|threat|extort|sextor|erpress|droh|chantage|menac|chantaje|amenaz|勒索|威胁|{_INTIMATE}",
    "intimate-picture-of-me": rf"{_INTIMATE}|porn",
    "money-sent": r"money|paid|gift card|scam|fraud|geld|bezahlt|gezahlt|betrug|argent|payée?\b|arnaque|dinero|pagó|"
    r"pagu[eé]|"
    r"pagado|estafa|钱|付了|付过|骗",
    "harassment-school": r"bull(?:y|ied)|harass|humiliat|\bmock|rumou?r|deepfake|spread|circulat|go(?:es|ing)? round|"
    r"passed (?:a?round|on)|"
    r"group chat|mobb|gemobbt|bel[äa]stig|verbreit|l[äa]stert|herumgeschickt|klassenchat|harc[eè]l|humili|circule|"
    r"diffus|se moque|acos|difund|se burla|circula|霸凌|欺负|骚扰|传播|疯传|羞辱",
    "contest-or-exam": r"contest|competition|jury|entr(?:y|ies)\b|\bexams?\b|homework|assignment|pupil|student|submi|"
    r"grade\b|teacher|"
    r"wettbewerb|hausaufgabe|pr[üu]fung|sch[üu]ler|einreich|lehrer|concours|devoir|examen|[ée]l[èe]ve|candidature|"
    r"concurso|"
    r"deberes|alumn|trabajo de clase|比赛|参赛|作业|考试|学生",
    "insurance-claim": r"insur|claim|damage|refund|policy ?holder|versicher|schaden|erstatt|assur|sinistre|"
    r"d[ée]g[âa]t|rembours|"
    r"seguro|siniestro|da[ñn]o|reembols|保险|理赔|退款|损坏",
    "marketplace": r"\bsell|\bbuy|bought|listing|landlord|\brent(?:al|ing)?\b|flat\b|apartment|ebay|etsy|"
    r"\bshop\b|deposit|advert|verk[äa]uf|"
    r"kauf|vermiet|"
    r"wohnung|anzeige|kaution|\bvend|achet|annonce|louer|loyer|appartement|caution|compr|alquil|piso|anuncio|fianza|卖|"
    r"买|租|房东|押金",
    "dating-profile": r"dating|tinder|online love|romance|girlfriend|boyfriend|met (?:her|him|someone|a man|a woman)|"
    r"\bmatch\b|profile|"
    r"verliebt|kennengelernt|partnerb[öo]rse|profil|rencontr|amoureu|ligue|ligar|pareja|conoc[ií]|enamor|perfil|网恋|"
    r"交友|相亲|对象",
    "document-situation": r"document|passport|id card|identity|certificate|invoice|receipt|diploma|contract|\bbank\b|"
    r"payment|\bbill\b|ausweis|"
    r"dokument|urkunde|rechnung|vertrag|facture|contrat|dipl[ôo]me|document[oa]?|factura|contrato|证件|护照|发票|合同",
    "police-work": r"police (?:officer|work|force|station)|officer|detective|\bseiz|forensic|criminal case|"
    r"we investigat|polizist|polizeibeamt|kripo|ermittl|beschlagnahm|policier|gendarm|enqu[êe]teur|saisi|agente|"
    r"inspector|incaut|民警|警官|办案|侦",
    "medical-or-personal-crisis": r"scared|afraid|desperate|can'?t sleep|hopeless|ruined|my life|sick with|angst|"
    r"verzweif|schlaf|"
    r"peur|d[ée]sesp[ée]r|miedo|desesper|害怕|绝望|睡不着",
}  # fmt: skip
_COMPILED = {slug: re.compile(words, re.I) for slug, words in _WORDS.items()}
_ACCUSING = re.compile(
    r"accus|acus[ao]|wrongly|unfair|falsely|unjust|do (?:him|her|them) wrong|innocent|vorwerf|vorwurf|beschuldig|"
    r"unrecht|verd[äa]chtig|"
    r"[àa] tort|injust|innocent|culp|inocente|冤枉|指责|错怪|诬",
    re.I,
)


def tells(text: str) -> bool:
    """Whether a text tells of a situation at all."""
    return _TELLING.search(text) is not None


def concerns(slug: str, text: str) -> bool:
    """Whether the advice under a name concerns somebody who writes this; True for advice of no situation."""
    words = _COMPILED.get(slug)
    return words is None or words.search(text) is not None


def fears_to_accuse(text: str) -> bool:
    """Whether somebody speaks of accusing a person, rightly or wrongly."""
    return _ACCUSING.search(text) is not None


def told_before(earlier: Sequence[str]) -> list[str]:
    """The earlier questions that tell a situation, the last two of them."""
    return [text for text in earlier if tells(text)][-2:]
