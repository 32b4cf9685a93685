"""Every reason for which a page is not read is a sentence in both languages."""

from typing import get_args

import pytest

from knowledge.documents.page_outcomes import PageReason
from knowledge.language.catalogue import LANGUAGES, load, phrase


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", get_args(PageReason))
def test_a_reason_has_its_sentence(lang: str, reason: str) -> None:
    assert phrase(lang, f"pages.refused.{reason}", detail="404").endswith(".")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_without_a_reason(lang: str) -> None:
    of_the_tool = {"url_not_typed", "pages_are_off"}
    assert set(load(lang, "pages")["refused"]) == {*get_args(PageReason), *of_the_tool}
