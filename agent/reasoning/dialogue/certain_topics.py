"""Topics that a question names so plainly that no weighing is needed: error rates, training, the licence of the tool.

Each pattern needs two things that belong together, such as training and pictures of one's own, because each of them
alone can mean something else. They are over small letters without accents, in the five languages.
"""

from __future__ import annotations

import re

from .asked_rates import Rate, rate_of
from .gloss import plain
from .topics import Topic

LONGEST = 300  # characters of a question that are looked at

_OWN = (
    r"(?:(?:my|our|mine|us|own)\b.{0,24}\b(?:pictures?|photos?|photographs?|images?|scans?|data|material|cases|kind)|"
    r"(?:eigene\w*|unser\w*|mein\w*)\b.{0,24}(?:bild\w*|fotos?|aufnahmen|daten|scans?)|"
    r"(?:nos|mes|notre|propres)\b.{0,24}\b(?:images?|photos?|donnees|scans)|"
    r"(?:nuestr\w+|mis|propi\w+)\b.{0,24}\b(?:imagenes|fotos?|datos|material)|(?:我们|自己|我)(?:的|馆里的)?.{0,6}(?:图|照片|数据))"
)
_TRAIN = (
    r"(?:\b(?:re)?train(?:ed|ing)?\b|\bteach\b|\bfine-?tun\w+|\btuned?\b|\badapt(?:ed)?\b|\bcalibrat\w+|\blearn\b|"
    r"\btrainier\w*|\bnachtrainier\w*|\banlernen\b|\banpassen\b|\bkalibrier\w*|\blernen\b|\bentrain\w+|"
    r"\bapprendre\b|\badapter\b|"
    r"\bcalibr\w+|\bentren\w+|\bajustar\w*|\badaptar\w*|\baprender\b|训练|微调|校准|学习)"
)
# Somebody who asks whether the tool learns from pictures by itself is afraid of it and does not want it.
_AFRAID = (
    r"\btraining data|\bused for training|\b(?:do|will|does|did) (?:you|it|telltale)\b.{0,20}\b(?:train|learn)|"
    r"\b(?:used|benutzt|verwendet|utilise\w*|usad\w+) (?:to|zum|pour|para)"
)
_REPORT = r"(?:\bpdf\b|\breports?\b|bericht\w*|\brapports?\b|\binformes?\b|报告)"
_LANGUAGE = (
    r"(?:\b(?:english|german|french|spanish|chinese)\b|\b(?:auf )?(?:englisch|deutsch|franzosisch|spanisch|"
    r"chinesisch)\w*|"
    r"\b(?:anglais|allemand|francais|espagnol|chinois)\b|\b(?:ingles|aleman|frances|espanol|chino)\b|[英德法中西]文|西班牙文)"
)
_EXACT = (
    r"(?:\b(?:precis\w*|exact\w*|accura\w*)|\bgenau\w*|\bmargin of error|\bwithin how many|\bhow many met(?:re|"
    r"er)s|精确|多准|误差|准不准)"
)
_POSITION = (
    r"(?:\bcoordinates?\b|\bgps\b|\blocation\b|\bposition\b|\bkoordinaten\b|\bstandort\w*|\bcoordonnees\b|"
    r"\bemplacement\b|"
    r"\bcoordenadas\b|\bubicacion\b|坐标|定位|位置)"
)
_SEARCH = (
    r"(?:\bgoogle\w*|\btineye\b|\byandex\b|\bbing\b|\breverse (?:image )?search|\bgoogeln\b|\bruckwartssuche\b|"
    r"\brecherche inversee|"
    r"\bbusqueda inversa|谷歌|百度|以图搜图)"
)
_SAFE = (
    r"(?:\bsafe\b|\bprivate\b|\bconfidential\w*|\bsecret\b|\bwho (?:gets to )?sees?\b|\bleaves? (?:my|the|"
    r"our)\b|\bsicher\b|\bunbedenklich\b|"
    r"\bvertraulich\w*|\bsans (?:risque|danger)|\bsur de\b|\bconfidentiel\w*|\bsegur[oa]\b|\bconfidencial\w*|安全|"
    r"保密|泄露)"
)
_CHANGE = (
    r"(?:\b(?:blur\w*|crop(?:ped|ping)?|resiz\w+|shrink|shrunk|rotat\w+|recompress\w*|smear|add(?:ed)? (?:noise|"
    r"grain|a filter))\b|"
    r"\b(?:save|saved) (?:it )?(?:again|as jpe?g)|\bunscharf\w*|\bweichzeichn\w*|\bzuschneid\w*|\bverkleiner\w*|"
    r"\bneu speicher\w*|"
    r"\bflout?\w*|\brecadr\w*|\breduis\w*|\breenregistr\w*|\bdesenfo\w+|\brecort\w+|\breduzc\w*|\bguardo otra vez|"
    r"模糊|裁剪|缩小|重新保存)"
)
_OUTCOME = (
    r"(?:\b(?:result|verdict|outcome|label|answer|conclusion|mind)\b|\bflips?\b|\bergebnis\b|\burteil\b|"
    r"\bresultat\b|\bverdict\b|"
    r"\bresultado\b|\bveredicto\b|结果|结论)"
)
_IF = (
    r"(?:\bif\b|\bwould\b|\bwhen i\b|\bafter\b|\bsuppose\b|\bimagine\b|\bwenn\b|\bnach(?:dem| dem)\b|\bsi\b|"
    r"\bapres\b|\btras\b|如果|以后|一下)"
)
_SOFTWARE = (
    r"(?:\b(?:this|the|your) (?:tool|software|program|code|app)\b|\btelltale\b|\bprogramm\b|\bsoftware\b|"
    r"\bwerkzeug\b|\blogiciel\b|"
    r"\boutil\b|\bprograma\b|\bherramienta\b|软件|工具|程序)"
)
_LICENCE = (
    r"(?:\blicen[cs]es?\b|\bcommercial\w*|\bopen[ -]source|\blizenz\w*|\bgewerblich\w*|\bkommerziell\w*|"
    r"\blicenci\w*|\bcomercial\w*|许可|商用|开源)"
)
_MYSELF = (
    r"(?:\bi (?:have )?(?:drew|drawn|painted|made|sketched)\b|\bmy (?:own )?(?:art\w*|drawing|painting|"
    r"watercolou?r|illustration)|"
    r"\bselbst (?:gezeichnet|gemalt)|\bmeine? (?:zeichnung|gemalde|bild gemalt)|\bj'ai (?:dessine|peint)|"
    r"\bmon dessin|\bma peinture|"
    r"\blo (?:dibuje|pinte)|\bmi (?:dibujo|pintura)|我(?:自己)?画的|我的画)"
)
_PROVE = (
    r"(?:\bprov(?:e|es|ing)\b|\bproof\b|\bconvinc\w+|\bshow\b|\bevidence\b|\bbeweis\w*|\bbeleg\w*|\bprouv\w+|"
    r"\bpreuve\w*|\bdemostr\w+|\bprueba\w*|证明)"
)
_STRICT = (
    r"(?:\bstricter\b|\bmore cautious|\bless strict|\b\d+([.,]\d+)? ?(?:%|percent) (?:of )?(?:errors?|wrong)|"
    r"\bstrenger\b|\bplus strict\w*|"
    r"\bmas estrict\w*|更严格|严格一点)"
)
_KEEP = (
    r"(?:\b(?:save|keep|archive|preserve|secure|document)\b|\bsicher(?:n|e)\b|\barchivier\w*|\bconserver\b|"
    r"\barchiver\b|\bgarder\b|"
    r"\bguard(?:o|ar)\b|\barchiv(?:o|ar)\b|保存|存档)"
)
_POST = (
    r"(?:\b(?:post|posting|tweet|web ?page|social media)\b|\bbeitrag\b|\bwebseite\b|\bpublication\b|\bpage web\b|"
    r"\bpublicacion\b|\bpagina web\b|帖子|网页)"
)
_BEGIN = (
    r"(?:\b(?:open|start|begin|create|make|put|keep)\b|\banleg\w*|\beroffn\w*|\bouvr\w+|\bcreer\b|\babr(?:ir|o)\b|"
    r"\bcrear\b|"
    r"新建|建立|打开)"
)
_CASE = (
    r"(?:\b(?:a|an|new|another) (?:new )?case(?: file)?\b|\bcasebook\b|\bfallakte\b|\beinen (?:neuen )?fall\b|"
    r"\bun (?:nouveau )?dossier d'enquete|\bun (?:nuevo )?caso\b|案件)"
)
_OTHER_TOOL = (
    r"(?:\b(?:another|other|different|second) (?:\w+ )?(?:detector|tool|checker|website|site|program)s?\b|"
    r"\b(?:anderer|andere|anderes) (?:detektor|seite|werkzeug|programm)|\bun autre (?:detecteur|outil|site)|"
    r"\botr[oa] (?:detector|herramienta|pagina)|(?:别的|另一个|其他)(?:检测|工具|网站))"
)
_WHO_IS_RIGHT = (
    r"(?:\bwho(?:'s| is) right|\bwhich (?:one )?(?:is right|should i (?:believe|trust))|\bwhy\b|\bwer hat recht|"
    r"\bwem\b|\bwarum\b|"
    r"\bqui a raison|\bpourquoi\b|\bquien tiene razon|\bpor que\b|谁对|为什么)"
)
_GENERATOR = (
    r"(?:mid ?journey|stable ?diffusion|sdxl|flux|dall[- ]?e|firefly|imagen|nano[- ]banana|gemini|grok|chat ?gpt|"
    r"gpt-?image|ideogram|leonardo|seedream|qwen|comfy ?ui|a1111|photoshop|gimp|canva|sora|runway|novelai|fooocus)"
)
_OR = r"\b(?:or|oder|ou|o|versus|vs)\b|还是|或"
_SCALE = (
    r"(?:\bscale (?:of|from)\b|\bout of (?:ten|10|100)\b|\bskala von\b|\bechelle de\b|\bescala (?:de|del)\b|打分|几分)"
)
_ONE_TO_TEN = (
    r"\brate (?:it|this|that|the (?:picture|photo|image))\b.{0,24}\b(?:1|one|0|zero) ?(?:to|-) ?"
    r"(?:10|ten|5|five|100)\b|"
    r"\b(?:bewerte\w*|note[zr]?|puntua\w*|califica\w*)\b.{0,24}\b(?:1|0) (?:bis|a|al) (?:10|5|100)\b"
)
_SUSPECT = (
    r"(?:\b(?:fake|real|ai|sure|certain|likely|suspicious|confident|generated|fiable|faux|fals[oa]|sicher|echt|vraie?|"
    r"segur[oa]|genuine|authentic)\b|真|假|可信)"
)
_BET = r"\b(?:would|could|can|do) (?:you|i) (?:still )?bet\b|\bwetten\b|\bparier\w*|\bapostar\w*|打赌"
_BELIEVE = (
    r"\b(?:why (?:should|would) (?:i|anyone|we|anybody) (?:believe|trust|rely on)|warum (?:sollte|soll) (?:ich|man)\b"
    r".{0,16}\b(?:glauben|trauen|vertrauen)|pourquoi (?:devrais-je|croire|faire confiance)|por que (?:deberia|debo) "
    r"(?:creer|fiarme|confiar))|(?:为什么|凭什么).{0,6}(?:相信|信任)(?:你|机器)"
)
_MACHINE = (
    r"\b(?:you|this|it|a (?:machine|computer|program|robot|tool|bot)|machines|software|dir|ihnen|einer maschine|te|"
    r"toi|vous|une machine|ti|una maquina|creerte|croire)\b|你|机器"
)
_A_MACHINE = (
    r"\b(?:are (?:you|u)|am i (?:talking|writing|chatting|speaking) (?:to|with)|bist du|sind sie|"
    r"(?:schreibe|rede|spreche) ich (?:hier )?mit|es-tu|etes-vous|je parle a|eres|es usted|hablo con) (?:really |"
    r"actually |just |only |denn |vraiment |de verdad )?(?:an? |eine?[mnr]? |une? |una? )?(?:real |echte[nr]? |"
    r"vraie? )?"
    r"(?:robot|bot|human(?: being)?|person|machine|computer|chatbot|mensch(?:en)?|roboter|maschine|humain|humano|"
    r"persona|"
    r"maquina)\b|"
    r"你是(?:机器人|真人|人类|人)(?:吗|还是)?"
)
_HOW_OFTEN = (
    r"\b(?:how (?:often|frequently)|how many times|wie oft|combien de fois|con que frecuencia|a quelle frequence)\b|"
    r"多久|多经常"
)
_YOU_ERR = (
    r"(?:\b(?:are|is|do|does|were|was) (?:you|it|this|the tool|telltale|the (?:label|verdict)s?)\b.{0,12}\b(?:wrong|"
    r"mistaken|right|correct|err|fail|misjudge)\b|\b(?:irrst|irren|liegst|liegt|irrt)\b|\b(?:te trompes|"
    r"vous trompez|se trompe)\b|\b(?:te equivocas|se equivoca|fallas)\b|(?:判|弄|搞|出)?错)"
)
# Without English, which the trained head reads by itself.
_WHEN = r"\b(?:wann|quand|cuando)\b|什么时候"
_WHERE = r"\b(?:wo|donde)\b|\bou\b.{0,16}\bprise\b|(?:哪里|哪儿|什么地方)"
_SHOT = (
    r"\b(?:aufgenommen|fotografiert|geknipst|gemacht|entstanden|prise|photographiee|hecha|hizo|tomada|tomo|saco|"
    r"sacada)\b|拍"
)
_EITHER = rf"\b{_GENERATOR}\b.{{0,24}}(?:{_OR}).{{0,24}}\b{_GENERATOR}\b"
_WHY = (
    r"\b(?:why|explain|reasons?|justify|argue|because of what|warum|wieso|weshalb|erklar\w*|begrund\w*|pourquoi|"
    r"expliqu\w*|justifi\w*|por que|explic\w*|justific\w*)\b|为什么|解释|理由"
)
_BY_AI = (
    r"\b(?:(?:is|are|it'?s|was|be|being|as|from|by|made by|comes from) (?:an? |from |by |made by |the work of )*(?:ai|"
    r"a\.i\.|generated|synthetic|fake)|ai[- ](?:generated|made)|"
    r"(?:ki|einer ki|von ki|kunstlich)\b.{0,24}\b(?:ist|stammt|kommt|erzeugt|generiert|gemacht)|"
    r"(?:ist|stammt|kommt)\b.{0,24}\bki\b|ki-generiert\w*|ki ist|(?:vient|provient|faite?|generee?)\b.{0,20}\bia|"
    r"(?:viene|proviene|hech[oa]|generad[oa])\b.{0,20}\bia|es (?:de )?(?:una )?ia|c'est (?:de l')?(?:une )?ia)\b|"
    r"(?:是|由).{0,6}(?:ai|人工智能|生成)"
)
_SHOW = (
    r"\b(?:show|draw|display|see|view|give me|zeig\w*|anzeigen|sehen|montre\w*|affiche\w*|voir|muestra\w*|ver)\b|"
    r"显示|看"
)
# A map of the world, or what the colours of a map mean, is another thing than a map over the picture.
_ON_EARTH = (
    r"(?:\b(?:taken|gps|coordinates?|place|location|address|street|google|country|city|where (?:is|was) (?:it|this)\b"
    r"(?! (?:edited|altered|changed))|mean\w*|colou?rs?|red|blue|save|download|export|aufgenommen|ort|bedeut\w*|prise|"
    r"lieu|signif\w*|tomada|lugar|why|how|no map|missing)\b|拍摄|地点|意思|颜色)"
)
_A_MAP = (
    r"(?:\b(?:heat ?)?maps?\b|\boverlays?\b|\bheat ?karten?\b|\b(?:hitze)?karte\b|\bcartes? (?:de chaleur|du|de la)\b|"
    r"\bmapa\b|热[力]?图)"
)
_IMAGE_AI = (
    r"(?:mid ?journey|stable ?diffusion|sdxl|flux|dall[- ]?e|firefly|nano[- ]banana|gemini|grok|chat ?gpt|gpt-?image|"
    r"ideogram|leonardo ai|seedream|comfy ?ui|novelai)"
)
_MADE_WITH = (
    rf"\b(?:did|has|does|mean|means|so|then|was it|is it) (?:(?:it|that|this|mean|means|really|then) )*{_IMAGE_AI} "
    rf"(?:really |then )?(?:ma[dk]e|generated?|created?|produced?)\b (?:it|this|that|the)|"
    rf"\bwas {_IMAGE_AI} used|\b(?:it|this|that)(?:'s| is| was)? (?:made |generated |created )?(?:from|by|with) "
    rf"{_IMAGE_AI}\b"
)
_PAIRS: tuple[tuple[Topic, str, str], ...] = (
    (Topic.MAKER, _MADE_WITH, r"^(?!.*\b(?:you|your|detect\w*|how|what is|what's|pictures|images|photos)\b)"),
    (Topic.REASONS, _WHY, _BY_AI),
    (Topic.MAP, _SHOW, rf"^(?!.*{_ON_EARTH}).*{_A_MAP}"),
    (Topic.MAKER, _EITHER, r"."),
    (Topic.CONFIDENCE, _SCALE, _SUSPECT),
    (Topic.CONFIDENCE, _ONE_TO_TEN, r"."),
    (Topic.WHERE_EDITED, r"哪里|哪儿|什么地方|哪个部分", r"改|修图|篡改|擦|p过|动过"),
    (Topic.SIGNER, r"谁", r"签(?:的|名|署)"),
    (Topic.WHEN_TAKEN, _WHEN, _SHOT),
    (Topic.WHERE_TAKEN, _WHERE, _SHOT),
    (Topic.CONFIDENCE, _BET, r"."),
    (Topic.TRUST_TOOL, _BELIEVE, _MACHINE),
    (Topic.IDENTITY, _A_MACHINE, r"."),
    (Topic.ERROR_RATES, _HOW_OFTEN, _YOU_ERR),
    (Topic.HOW_TO, _TRAIN, _OWN),
    (Topic.HOW_TO, _REPORT, _LANGUAGE),
    (Topic.WHERE_TAKEN, _EXACT, _POSITION),
    (Topic.PRIVACY, _SEARCH, _SAFE),
    (Topic.IDENTITY, _LICENCE, _SOFTWARE),
    (Topic.NEXT_STEPS, _PROVE, _MYSELF),
    (Topic.NEXT_STEPS, _KEEP, _POST),
    (Topic.HOW_TO, _BEGIN, _CASE),
    (Topic.TRUST_TOOL, _OTHER_TOOL, _WHO_IS_RIGHT),
    (Topic.HOW_TO, _STRICT, r"\b(?:can|how|make|set|could|kann|wie|puis|peut|comment|puedo|como|lasst)\b|能|怎"),
)  # fmt: skip
_COMPILED = tuple((topic, re.compile(one), re.compile(other)) for topic, one, other in _PAIRS)
_CHANGED = tuple(re.compile(part) for part in (_CHANGE, _OUTCOME, _IF))
_QUANTITY = re.compile(
    r"\bhow (?:many|often|much|frequently)\b|\b(?:what|which) (?:share|part|portion|fraction|proportion|"
    r"percent\w*|%|rate)|"
    r"\b(?:share|percentage|portion|proportion|fraction|rate) of\b|\bout of (?:all|ten|a hundred|100)\b|"
    r"\bof a hundred\b|"
    r"\bwie (?:viele?|oft|haufig)\b|\bwelche[rn]? anteil|\bwie viel prozent|\bcombien\b|\bquelle (?:part|proportion)|"
    r"\bquel pourcentage|\bcuant[oa]s\b|\bque (?:proporcion|porcentaje|parte)\b|\bcon que frecuencia\b|多少|多大比例|"
    r"百分之几|多久"
)
_OF_THE_TOOL = re.compile(
    r"\b(?:you|your|telltale|tool|detectors?|du|dir|sie|ihnen|tu|t'|te|vous|lui|usted|le|se)\b|你|它|工具|检测"
)
_NOTICED = re.compile(
    r"\bmiss(?:es|ed)?\b|\b(?:find|catch|detect|notice|overlook)\b|\bunnoticed\b|\bhidden from you|\bubers\w+|"
    r"\bfindest\b|\bfindet\b|"
    r"\bechapp\w+|\binapercu\w*|\btrouves?\b|\bescapan?\b|\bencuentr\w+|\bdesapercib\w+|漏|发现"
)


def certain_topic(question: str, language: str) -> Topic | None:
    """The topic that a question names beyond doubt; None for most questions.

    Args:
        question: in plain words.
        language: ISO 639-1 code.
    """
    words = plain(question[:LONGEST])
    if _asks_a_rate(words, question, language):
        return Topic.ERROR_RATES
    if all(part.search(words) for part in _CHANGED):
        return Topic.TRUST_TOOL
    for topic, one, other in _COMPILED:
        if one.search(words) and other.search(words) and not re.search(_AFRAID, words):
            return topic
    return None


def either_maker(question: str) -> bool:
    """Whether a question asks which of two programs made the picture, as in “Midjourney or Photoshop?”."""
    return re.search(_EITHER, plain(question[:LONGEST])) is not None


def _asks_a_rate(words: str, question: str, language: str) -> bool:
    """Whether a share or number of pictures that the tool takes rightly or wrongly is asked for."""
    if _QUANTITY.search(words) is None:
        return False
    rate = rate_of(question, language)
    if rate is Rate.ALTERED:
        return _NOTICED.search(words) is not None and _OF_THE_TOOL.search(words) is not None
    return rate in (Rate.FALSE_ALARMS, Rate.REAL, Rate.LABELS) or (
        rate is Rate.MISSED and _OF_THE_TOOL.search(words) is not None
    )
