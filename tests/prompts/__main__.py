"""``python -m tests.prompts``: write the golden renderings; the diff is for reading."""

import sys

from tests.prompts.rendering import FOLDER, as_text, every_prompt, path_of


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    wanted = {path_of(name, lang): as_text(name, lang) for name, lang in every_prompt()}
    for old in FOLDER.glob("*.txt"):
        if old not in wanted:
            old.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
