"""Which language a text is written in, told from its script and its commonest words: as far as word endings need it."""

from __future__ import annotations

import re
from collections import Counter

DEFAULT = "english"
# The commonest words that the other languages do not share or share less often.
_COMMON = {
    "english": "the of and to in is that for it was with as are on be this have from not by but which you they were",
    "german": "der die das und nicht ist ein eine zu den mit von für auf dem sich auch im wird werden sind bei wie",
    "french": "le la les des et est une du dans pour que qui pas sur avec ce sont au plus par mais aux cette",
    "spanish": "el los las y que del una por con para es se lo como más pero sus al está muy también hay",
    "italian": "il che di è per una con non sono della del gli alla nel anche dei più questo delle come si",
    "portuguese": "o os que do da em um uma para com não por mais dos das ao como foi pelo também são seu",
    "dutch": "de het een en van ik te dat niet zijn op voor met aan er maar om ook bij naar wordt deze",
    "swedish": "och att det som en på är av för med den till inte om ett har jag från vi kan ska",
    "danish": "og at det er en til på af som for med ikke den der et jeg har kan vi fra skal blev",
    "norwegian": "og i det er på som en til av for med ikke at har den de jeg et fra kan skal ble",
    "finnish": "ja on ei se että oli mutta hän kun niin ovat tai myös joka jos ole mitä sen tämä",
    "hungarian": "a az és hogy nem is egy van ez meg de csak volt mint már ki azt ha vagy lehet",
    "romanian": "și în de la cu nu pe este care din un o mai pentru sau ca fi sunt au dar prin",
    "turkish": "ve bir bu için da de ile çok ne olarak daha gibi var olan kadar sonra ama değil",
}
_SCRIPTS = {
    "russian": re.compile("[\u0400-\u04ff]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "tamil": re.compile("[\u0b80-\u0bff]"),
}
LANGUAGES = (*_COMMON, *_SCRIPTS)
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)
# So many characters tell it, and so many of these words have to be met before another than the usual is believed.
_LOOKED_AT = 4000
_FEWEST = 3
_CLEARLY = 1.3


def language_of(text: str) -> str:
    """One of LANGUAGES; English where nothing speaks clearly for another, since that costs least."""
    start = text[:_LOOKED_AT]
    if not start.isascii():
        for language, letters in _SCRIPTS.items():
            if len(letters.findall(start)) > len(start) / 4:
                return language
    counts = Counter(start.lower().split())
    met: Counter[str] = Counter()
    for word in counts.keys() & _LANGUAGES_OF.keys():
        for language in _LANGUAGES_OF[word]:
            met[language] += counts[word]
    if not met:
        return DEFAULT
    language, count = met.most_common(1)[0]
    return language if count >= _FEWEST and count > _CLEARLY * met[DEFAULT] else DEFAULT
