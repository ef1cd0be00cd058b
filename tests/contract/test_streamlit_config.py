"""The configuration of Streamlit: its options exist, it is closed by default, and its colours can be read."""

import tomllib
from typing import Any

import pytest
from streamlit import config

from tests.support.house import ROOT

CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
TEXT_COLOURS = ("textColor", "linkColor", "redTextColor", "orangeTextColor", "greenTextColor", "blueTextColor")


def options(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat |= options(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #rrggbb colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_option_exists_in_the_installed_streamlit() -> None:
    known = set(config.get_config_options())
    assert [name for name in options(CONFIG) if name not in known] == []


def test_it_is_closed_by_default() -> None:
    given = options(CONFIG)
    closed = {
        "server.address": "127.0.0.1",
        "server.allowedHosts": ["localhost", "127.0.0.1"],
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
    }
    assert {name: given[name] for name in closed} == closed


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_stands_out_from_both_backgrounds(mode: str, background: str) -> None:
    theme = CONFIG["theme"][mode]
    ratios = {name: contrast(theme[name], theme[background]) for name in (*TEXT_COLOURS, "grayTextColor")}
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_primary_buttons_white_label_can_be_read(mode: str) -> None:
    assert contrast("#ffffff", CONFIG["theme"][mode]["primaryColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
def test_fields_accents_and_chart_lines_stand_out(mode: str, background: str) -> None:
    theme = CONFIG["theme"][mode]
    marks = [theme["primaryColor"], theme["borderColor"], *theme["chartCategoricalColors"]]
    assert [mark for mark in marks if contrast(mark, theme[background]) < 3] == []
