"""The words of answers in seventeen languages: yes and no, real and generated, and what negates them."""

from __future__ import annotations

import re

YES = frozenset(
    [
        "yes",
        "y",
        "yep",
        "yup",
        "yeah",
        "yea",
        "true",
        "affirmative",
        "correct",
        "indeed",
        "ja",
        "jawohl",
        "oui",
        "sí",
        "si",
        "sì",
        "sim",
        "tak",
        "да",
        "verdadero",
        "vrai",
        "wahr",
        "是",
        "是的",
        "对",
        "对的",
        "正确",
        "はい",
        "ええ",
        "そうです",
        "네",
        "예",
        "맞습니다",
        "نعم",
        "أجل",
        "हाँ",
        "हां",
        "जी",
        "evet",
        "vâng",
        "đúng",
        "có",
        "ya",
        "betul",
    ]
)
NO = frozenset(
    [
        "no",
        "n",
        "nope",
        "nah",
        "false",
        "negative",
        "incorrect",
        "nein",
        "non",
        "não",
        "nao",
        "nee",
        "nie",
        "нет",
        "falso",
        "faux",
        "falsch",
        "否",
        "不是",
        "不",
        "不是的",
        "不对",
        "いいえ",
        "아니요",
        "아니오",
        "아뇨",
        "아닙니다",
        "لا",
        "كلا",
        "नहीं",
        "नही",
        "hayır",
        "không",
        "tidak",
        "bukan",
        "hayir",
    ]
)
_MAKER = (
    r"a\.?i\.?|artificial intelligence|neural|networks?|models?|diffusion|gans?|machines?|computers?|algorithms?|"
    r"grok|sora|ideogram|nano banana|gemini|chatgpt|gpt[- ]?4o|midjourney|dall[\W_]{0,2}e|stable|flux|imagen|sdxl|firefly|generative|deep learning|software|bots?|generators?"  # noqa: E501
)
_MADE = (
    r"generated|created|made|produced|synthesi[sz]ed|rendered|fabricated|manufactured|designed|drawn|painted|composed|"
    r"constructed|imagined"
)
_PICTURE = (
    r"images?|pictures?|photos?|photographs?|photography|photographic|scenes?|shots?|snapshots?|videos?|portraits?"
)
_FAKE_EN = (
    r"authenticity is (?:\w+ )?(?:doubtful|in doubt|questionable|dubious|suspect)|authenticity:? (?:is )?(?:rejected|refuted)|"  # noqa: E501
    r"no (?:camera|photographer|lens) (?:was |is )?(?:involved|used|present|behind|in the room|there)|"
    r"(?:scene|moment|place|event) never (?:really )?(?:existed|happened|took place)|ai written all over|fakes?|faked|bogus|phon(?:y|ey)|synthetic|synthetically|forged|forgery|doctored|deepfakes?|deep fakes?|inauthentic|fabricated|fabrication|"  # noqa: E501
    r"manipulated|manipulation|tampered|tampering|cgi|artificially|artificial|photoshopped|"
    rf"(?:{_MADE}|constructs?|product|work|output|creation|result|render(?:ing)?)\s(?:\w+\s){{0,2}}?(?:by|with|using|through|via|from|of|in)\s"
    rf"(?:[\w.-]+[\s-]){{0,4}}?(?:{_MAKER})|"
    rf"(?:ai|a\.i\.|artificially|computer|machine|digitally|algorithmically|gan|model)[\s-](?:{_MADE}|generation|synthesis|manipulation|rendering|creation)|"
    r"(?:midjourney|stable diffusion|dall[\W_]{0,2}e|sdxl|flux|imagen|ideogram|sora|grok|firefly|diffusion|gan)\s(?:frames?|renders?|renderings?|outputs?|images?|pictures?|pieces?)|"  # noqa: E501
    rf"(?:came|comes?|coming|straight|something|fresh|stems?|stemming|originat\w+) (?:straight |right )?(?:out of|from) (?:an? )?(?:(?:text-to-image|image|generative|diffusion|latent diffusion|ai) ){{0,2}}(?:{_MAKER})|"  # noqa: E501
    rf"(?:money|bet)(?: is|'s| would be)? on (?:an? )?(?:\w+ )?(?:{_MAKER})|"
    r"(?:go|going|went|lean|leaning|stick|sticking|vote|voting) (?:with|for|towards?) ai|"
    rf"(?:{_MAKER}) (?:dreamed|dreamt|cooked|conjured|thought|whipped|churned|cranked|spat|made) "
    r"(?:(?:this|it|that|the image|the picture) (?:all )?)?(?:up|out)|"
    r"(?:points? to|pointing to|work of|handiwork of|hallmarks? of|signature of|signs? of|traits? of|fingerprints? of|"
    r"marks of|traces of) (?:an? )?(?:\w+ )?(?:generators?|generative models?|diffusion models?|image models?|"
    r"ai(?! detect))|"
    r"(?:(?<=sign of )|(?<=signs of )|(?<=trace of )|(?<=traces of )|(?<=evidence of )|(?<=hint of )|"
    r"(?<=hints of ))(?:ai|generation|synthesis)|"
    rf"(?:ai|generative|cg|generated)\s(?:{_PICTURE}|ones?|slop|fakes?|art|artwork|renderings?|renders?|tools? (?:was|were)|creation|was used)|"  # noqa: E501
    r"(?<=\bis )ai|(?<=\bwas )ai|(?<=\bnot )ai|(?<=\bn't )ai|(?<=\bbe )ai|"
    r"(?:person|woman|man|face|people|child|girl|boy)(?: \w+){0,3}? (?:does|do)(?:n't| not) (?:really |"
    r"actually )?exist|"
    r"generated(?! by\b)|synthesi[sz]ed|ai (?:artifacts?|artefacts?|flaws?|tells?|signs?|traces?|hallmarks?|fingerprints?|vibes?|errors?|glitch\w*|mistakes?|giveaways?)|ai (?:was|is|were) (?:involved|used|at work|behind)|(?:use|involvement) of ai|ai involvement|"  # noqa: E501
    rf"(?:{_MAKER}) (?:made|created|generated|produced|rendered|painted|drew|came up with) (?:this|it|that|the)|"
    r"(?:reads?|comes across|came across|strikes me|registers?|classif\w+|see|view|take|mark|describe|label\w*|identif\w+|counts?|regard\w*|flag\w*|treat\w*|rat(?:e|es|ed|ing)|judg\w+|assess\w*) (?:it |this |that )?as (?:being )?ai|"  # noqa: E501
    r"(?<!\ban )(?<!\bthe )(?<!\bby )ai(?=\s(?:on this|would be|it is|is my|is the|because|given|based|due|judging|i'd|i would|i believe|i guess|in my|all the way|through and through|after all|obviously|then|tbh|though|again)\b)|"  # noqa: E501
    rf"(?:{_MAKER}) that (?:made|created|generated|produced|painted|drew|rendered)|"
    r"(?<!\ban )(?<!\bas )(?<!\bthe )(?<!\babout )(?<!\bwith )ai(?=\W*$|\s+(?:here|to me|i think|imo|for sure))|"
    r"(?:ai|digital|3d|computer)\srender(?:ing)?"
)
_REAL_EN = (
    r"real (?:deal|thing)|(?:photos?|photographs?|pictures?) of an? (?:real|actual) (?:person|place|scene|event|animal|"
    r"human|man|woman|child)|real|authentic|genuine|legit|legitimate|bona fide|unaltered|unmanipulated|undoctored|"
    r"human[- ]made|(?:photos?|photographs?|pictures?) of an? (?:actual |real[- ](?:world|life) )[\w-]+|"
    r"(?:points? to|pointing to) an? (?:\w+ )?(?:photo|photograph)|"
    r"real[- ](?:world|life)\s(?:" + _PICTURE + r")|in the real world|of the real world|"
    r"(?:natural|actual|true|ordinary|camera)\s(?:" + _PICTURE + r")|"
    r"(?:normal|regular|plain|everyday|standard|ordinary|unmodified|unedited|untouched|unretouched|press|phone|family)\s(?:\w+\s)?(?:photos?|photographs?|snapshots?|shots?|snaps?)|"
    r"(?:(?<=\bit's )|(?<=\bthat's )|(?<=\bit is )|(?<=\bthis is )|(?<=\bimage is )|(?<=\bpicture is )|(?<=\bthat is )|(?<=\bjust )|(?<=\bsimply )|(?<=\bappears to be )|(?<=\bseems to be )|(?<=\bonly )|(?<=\bonly be )|(?<=\bmust be )|(?<=\bhas to be ))an? (?:photo|photograph|snapshot)(?=\W*$|\s(?:to me|here|though))|"  # noqa: E501
    r"(?:taken|captured|shot|photographed|snapped|recorded|made)\s(?:\w+\s){0,1}?(?:by|with|on|using|from)\s(?:[\w.-]+\s){0,3}?"
    r"(?:camera|phone|smartphone|iphone|photographer|human|person|dslr|lens)|camera[- ](?:captured|made|captures?|"
    r"shots?|originals?)|photo(?:graph)? it is|"
    r"(?:came|comes?|coming|straight) (?:straight |right )?(?:out of|from) (?:an? |someone's )?(?:[\w-]+ ){0,3}?(?:camera|phone|smartphone|iphone|dslr|lens|photographer)|"  # noqa: E501
    r"(?:money|bet)(?: is|'s| would be)? on (?:an? )?(?:(?:real|actual|genuine) )?(?:camera|phone|photographer|lens|photo|photograph)|"  # noqa: E501
    r"(?:cameras?|phone|photographer|human|person|someone|somebody) (?:having|has|had|must have) (?:taken|captured|shot|made)|"  # noqa: E501
    r"(?:someone|somebody|photographer|person|human) (?:\w+ ){0,6}?(?:took|shot|snapped|captured) (?:this|it|the)|"
    r"(?:scene|moment|event) (?:really|actually) (?:happened|existed|took place)|"
    r"(?:somebody|someone) pointed a camera|authenticity:? (?:is )?(?:confirmed|verified|established)|"
    r"pass(?:es)? (?:for|as) an? (?:photo|photograph)|"
    r"consistent with (?:an? |"
    r"being an? )(?:\w+ )?(?:photo|photograph)|"
    r"(?:camera|phone|photographer|human|person)\s(?:that |ever |actually |really )?(?:took|captured|shot|(?<=that )made)|(?:points?|"  # noqa: E501
    r"pointing) to an? (?:\w+ )?(?:camera|lens|sensor)|"
    r"(?:(?<=never )|(?<=not )|(?<=n't )|(?<=was ))photographed|"
    r"(?:(?<=not a )|(?<=n't a ))photo(?:graph)?(?! (?:but|of|by|taken)|[^.]{0,60}\b(?:painting|drawing|illustration|"
    r"sketch|screenshot|scan))|"
    r"(?:(?<=doubt about its )|(?<=doubt about the )|(?<=doubts about its )|(?<=doubts about the )|(?<=doubt its )|(?<=doubt the )|(?<=question its )|(?<=question the ))authenticity"  # noqa: E501
)
_FAKE_OTHER = (
    r"generiert\w*|(?<!eine )(?<!die )(?<!der )(?<!als )ki(?=\W*$)|(?<!une )(?<!la )(?<!l')(?<!en )ia(?=\W*$)|"
    r"нейросеть(?=\W*$)|ki[- ](?:generiert\w*|erzeugt\w*|erstellt\w*|bild\w*)|künstlich\w*|gefälscht\w*|fälschung|"
    r"nepfoto|"
    r"von (?:einer )?(?:ki|künstlichen intelligenz)|"
    r"(?:œuvre|oeuvre|produit|création|travail|fruit) d'une (?:ia|intelligence artificielle)|c'est de l'ia|"
    r"générée?s?|faux|fausses?|truquée?s?|artificiel(?:le)?s?|synthétiques?|(?:par|avec) (?:une |l')?(?:ia|intelligence artificielle)|"  # noqa: E501
    r"generad[ao]s?|fals[aoe]s?|sintétic[ao]s?|por (?:una )?(?:ia|inteligencia artificial|inteligência artificial)|"
    r"(?:con|com) (?:la |l'|a )?(?:ia|inteligencia artificial|inteligência artificial|intelligenza artificiale)|"
    r"(?:mit(?: hilfe)?(?: von| einer)?) (?:ki|künstlicher intelligenz)|met (?:ai|kunstmatige intelligentie)|"
    r"с помощью (?:ии|нейросет\w*|искусственн\w*)|"
    r"generat[aoe]|artificiale|sintetic[ao]|dall'(?:ia|intelligenza artificiale)|gerad[ao]s?|"
    r"gegenereerde?|nep|kunstmatige?|door ai|wygenerowan\w*|fałszyw\w*|sztuczn\w*|podrobion\w*|"
    r"nach (?:einer )?ki|(?:работ\w+|продукт\w*|творени\w*|дело|результат\w*) (?:нейросет\w*|ии|искусственн\w*)|"
    r"auf (?:eine |den einsatz von )?(?:ki|künstliche intelligenz)|"
    r"сгенерирован\w*|создан\w* (?:нейросетью|ии|искусственным)|поддел\w*|фальшив\w*|искусственн\w*|фейк\w*|"
    r"ai-(?:afbeelding|beeld|foto|bild)|(?:image|imagen|imagem|immagine|foto) (?:de |d'|di |dell'|de la |da )?(?:ia|"
    r"ki)|"
    r"yapay zeka\w*|sahte|"
    r"(?:tạo|sinh)(?: ra)? (?:bởi|bằng) (?:ai|trí tuệ nhân tạo)|do (?:ai|trí tuệ nhân tạo) tạo|ảnh giả|giả mạo|"
    r"(?:dibuat|dihasilkan|buatan)(?: oleh| dengan)? (?:ai|kecerdasan buatan)|(?:gambar|foto|ảnh) (?:buatan )?ai|palsu"
)
_REAL_OTHER = (
    r"echt(?:e|es|er|en)?|authentisch\w*|réel(?:le)?s?|vraie?s?|authentiques?|auténtic[ao]s?|verdader[ao]s?|genuin[ao]s?|"
    r"reale|autentic[ao]|ver[ao]|autêntic[ao]s?|verdadeir[ao]s?|prawdziw\w*|autentyczn\w*|"
    r"настоящ\w*|реальн\w*|подлинн\w*|аутентичн\w*|gerçek|ảnh(?: chụp)? thật|thật|asli|nyata|"
    r"(?<=eher )foto|(?<=eher ein )foto|(?:kamera|fotograf(?:in)?|mensch) (?:aufgenommen|fotografiert|geknipst)|von einer kamera|"  # noqa: E501
    r"(?:mit (?:einer|der) kamera|avec un appareil(?: photo)?|con una (?:cámara|fotocamera)|com uma câmera|"
    r"met een camera|aparatem|на камеру|фотоаппарат\w*)"
)
_FAKE_CJK = (
    r"(?:ai|人工智能|机器)(?:所|自动)?(?:生成|合成|制作|创作|创建|绘制|画的|做的)|由(?:ai|人工智能)|生成的|合成的|伪造|假的|虚假|假图|假照片|"
    r"(?:ai|人工知能)(?:によって|により|による|が|で)?(?:生成|作成|作られ|作った)|ai(?:画像|图|图像|图片|作品|\s?이미지|\s?사진|\s?그림)|偽物|フェイク|"
    r"(?:ai|인공지능)(?:가|이|로|에 의해)?\s?(?:생성|만든|만들|제작)|가짜|생성된|합성|"
    r"مزيف\w*|مزورة?|الذكاء الاصطناعي|نकली|नकली|एआई|ai (?:से|द्वारा|ने) |कृत्रिम"
)
_REAL_CJK = (
    r"真实|真的|真照片|相机拍|拍摄的|本物|実際の写真|実際に撮影|カメラで撮影|実写|진짜|실제|حقيقي\w*|असली|वास्तविक"
)

FAKE = rf"(?<![\w-])(?:{_FAKE_EN}|{_FAKE_OTHER})(?![\w-])|{_FAKE_CJK}"
REAL = rf"(?<![\w-])(?:{_REAL_EN}|{_REAL_OTHER})(?![\w-])|{_REAL_CJK}"
TERM = re.compile(rf"(?P<fake>{FAKE})|(?P<real>{REAL})", re.I)

# A word that follows an adjective of truth and that the adjective may describe without meaning a thing in the picture.
_OTHER_PICTURES = (
    r"fotos?|fotograf\w*|bild\w*|aufnahme|imagen|imagens?|imagem|immagine|afbeelding|zdjęci\w*|obraz\w*|фото\w*|"
    r"изображени\w*|снимок|fotoğraf\w*|gambar|ảnh"
)
_JOINS = (
    r"and|or|but|not|about|rather|than|to|in|on|at|from|because|since|as|with|by|for|if|when|though|although|while|so|"
    r"instead|too|enough|here|i|through|on|would|ist|sind|sei|war|est|es|è|é|either|at|is|was|one|ones|looking|itself|overall|aus|e|y|et|und|zu|wirkt"
)
_ADJECTIVES = (
    r"authentic|genuine|unedited|unaltered|natural|candid|digital|colou?r|high-quality|human|human-made|camera|color|"
    r"black-and-white|landscape|street|nature|outdoor|indoor|old|vintage|family|press|amateur|professional|stock|"
    r"satellite|medical|document|ai|ai-generated|computer-generated|generated|composite|smartphone|phone|film|life|world|"
    r"fake|real|rendering|render|creation|artwork|art|version|copy|content|photo-like|scan|product|item|origin"
)
FITS = re.compile(
    rf"\s*(?:$|(?!estate)[\w-]+ (?:{_PICTURE})\b|[^\w\s]|(?:{_PICTURE}|{_OTHER_PICTURES}|{_JOINS}|"
    rf"{_ADJECTIVES})(?![\w]))|\s+\W",
    re.I,
)
ATTRIBUTE = re.compile(
    r"(?i)^(?:real|fakes?|bogus|phony|authentic|genuine|artificial|synthetic|true|echte?s?|falsa?|real[- ]life)$"
)

NEGATION = re.compile(
    r"\b(?:not|\w+n't|isnt|wasnt|doesnt|dont|didnt|cant|wont|cannot|never|none|nobody|nothing|neither|nor|no|hardly|scarcely|"
    r"barely|unlikely|improbable|implausible|impossible|doubt|doubts|doubtful|lacks?|lacking|without|unlike|inconsistent with|"  # noqa: E501
    r"far from|anything but|everything but|(?:hard time|hard times|trouble|difficulty|struggle to|refuse to|difficulties) (?:believ\w+|accept\w*|see\w*|tak\w+|buy\w*)|surprised (?:if|to)|(?:hard|difficult|tough|impossible) to (?:see|take|regard|accept|view|consider)|question(?= (?:its|the) authenticity)|(?:hard|difficult) to (?:believe|imagine)|(?:wrong|incorrect|inaccurate|mistake) to|\w+m[ae]mış|\w+memiş|fails? to|failed to|little|few|rather than|instead of|as opposed to|devoid of|free (?:of|from)|absence of|"  # noqa: E501
    r"rules? out|ruled out|reject|too (?:\w+ ){1,3}to be|isn|ain't|"
    r"nicht|nichts|weder|kein\w*|niemals|pas|rien(?= n')|nada(?= (?:indica|sugiere|sugere|aponta|apunta|hace|faz))|"
    r"niente(?= (?:indica|suggerisce|fa))|nulla(?= (?:indica|suggerisce|fa))|niets|aucune?|jamais|non|ningun[ao]?|"
    r"ningún|nunca|nessun\w*|não|nao|nenhum\w*|niet|geen|nie|żadn\w*|"
    r"не|ни|нет|değil|không|tidak|bukan|ليس|ليست|غير|ne)\b|नहीं|不是|并非|没有|不像|不太|未|无|非|不|ではありません|ではない|じゃない|ありません|아닙|아니|않",
    re.I,
)
NO_NEGATION = re.compile(
    r"\b(?:no doubt|without (?:a |any )?doubt|beyond (?:a |any |all )?(?:reasonable )?doubt|doubtless|no question|not only|"  # noqa: E501
    r"nothing but|none other than|(?:more|as) (?:likely|often|probable) (?:than|as) not|no longer any doubt|not just|no less)\b(?: that| about it)?|n'est(?= pas)|\bn'a(?= pas)|\bne(?= \w+ (?:pas|aucune?|jamais|rien|nullement)\b)|ohne zweifel|"  # noqa: E501
    r"sans (?:aucun )?doute|sin duda|毫无疑问|无疑",
    re.I,
)
