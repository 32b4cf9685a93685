"""Every prompt filled in with values that name their variable, as text: what a model would be sent."""

from pathlib import Path

from prompts.loader import load_prompt, prompt_names
from prompts.rendered import Rendered

FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("en", "fr")


def path_of(name: str, lang: str) -> Path:
    return FOLDER / f"{name}.{lang}.txt"


def as_text(name: str, lang: str) -> str:
    prompt = load_prompt(name, lang)
    return _text(prompt.render(**{variable: f"[{variable}]" for variable in prompt.variables}))


def every_prompt() -> list[tuple[str, str]]:
    return [(name, lang) for name in prompt_names() for lang in LANGUAGES]


def _text(rendered: Rendered) -> str:
    stamp = rendered.stamp
    head = f"{stamp.name} {stamp.lang} version {stamp.version}"
    messages = [f"=== {message.role}\n{message.text}" for message in rendered.messages]
    return "\n\n".join([head, *messages]) + "\n"
