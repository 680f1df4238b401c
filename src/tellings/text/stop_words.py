"""A language in, its function words out, from the lists that justext carries; English from our own."""

import re
from functools import lru_cache

import justext

from tellings.text.folding import fold
from tellings.text.words import STOP_WORDS

# ISO 639-1 to the names of justext's lists.
_LISTS = {
    "af": "Afrikaans", "sq": "Albanian", "ar": "Arabic", "az": "Azerbaijani", "eu": "Basque", "be": "Belarusian",
    "bn": "Bengali", "bs": "Bosnian", "bg": "Bulgarian", "ca": "Catalan", "hr": "Croatian", "cs": "Czech",
    "da": "Danish", "nl": "Dutch", "en": "English", "eo": "Esperanto", "et": "Estonian", "fi": "Finnish",
    "fr": "French", "gl": "Galician", "ka": "Georgian", "de": "German", "el": "Greek", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "is": "Icelandic", "id": "Indonesian", "ga": "Irish", "it": "Italian", "kk": "Kazakh",
    "ko": "Korean", "lv": "Latvian", "lt": "Lithuanian", "mk": "Macedonian", "ms": "Malay", "no": "Norwegian_Bokmal",
    "fa": "Persian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sr": "Serbian",
    "sk": "Slovak", "sl": "Slovenian", "es": "Spanish", "sw": "Swahili", "sv": "Swedish", "tl": "Tagalog",
    "ta": "Tamil", "te": "Telugu", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "cy": "Welsh",
}  # fmt: skip

# Function words of Chinese, both ways of writing, by their letters; hiragana, in which Japanese writes its own.
_EASTERN = re.compile(
    "[的了是在和与與及也都就而但或被把将將对對为為从從到于於这這那其他她它们們我你有不没沒很更最还還又等个個之以所并並让讓由向给給说說"
    "\u3041-\u309f]"
)


@lru_cache(maxsize=16)
def read_stop_words(language: str) -> frozenset[str]:
    """The function words of the language, folded; empty where there is no list."""
    if language not in _LISTS:
        return frozenset()
    listed = frozenset(fold(word) for word in justext.get_stoplist(_LISTS[language]))
    return listed | STOP_WORDS if language == "en" else listed


def is_function_word(word: str, language: str) -> bool:
    """Whether the folded word is one; of Chinese and Japanese a pair of letters that holds a part of one."""
    if word[:1] >= "\u3005" and language in ("zh", "ja"):
        return _EASTERN.search(word) is not None
    return word in read_stop_words(language)
