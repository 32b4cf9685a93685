"""Setting a model up at an endpoint that fails: what is wrong is told, and nothing is kept unasked."""

from pathlib import Path

import pytest

from knowledge.language.catalogue import LANGUAGES
from tests.failures.faults import BY_NAME, SAID
from tests.failures.living import carto, endpoint

SAYS = {
    "refuses the connection": ("cannot be reached", "est injoignable"),
    "error 500": ("has a fault of its own", "est en panne"),
    "busy (429), says to wait a day": ("takes no more requests", "ne prend plus de demandes"),
    "wrong key (401)": ("does not accept the key", "n'accepte pas la clé"),
    "wrong address: a page of HTML with 200": ("not as a model does", "pas comme un modèle"),
    "wrong address: 404 with a page of HTML": ("often ends in /v1", "finit souvent par /v1"),
    "unknown model (404)": ("knows no model", "ne connaît pas de modèle"),
    "key may not use the model (403)": ("does not allow", "ne permet pas"),
    "body that is no JSON": ("not as a model does", "pas comme un modèle"),
    "plain prose": ("none of the three ways", "aucune des trois façons"),
    "2 MB": ("far more than a reply", "bien plus qu'une réponse"),
}


@pytest.mark.parametrize("name", SAYS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_is_told_and_nothing_is_kept(name: str, lang: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with endpoint(BY_NAME[name]) as server:
        at = ("--at", server.base_url, "--model", "m", "--lang", lang)
        ran = carto({"CARTO_HOME": str(home)}, "config", "model", *at)
    assert ran.code == 2
    assert SAYS[name][LANGUAGES.index(lang)] in ran.err
    assert "--yes" in ran.err
    assert "erases" not in ran.err
    assert "efface" not in ran.err
    assert SAID not in ran.shown
    assert "Traceback" not in ran.shown
    assert not (home / "config.toml").exists()
