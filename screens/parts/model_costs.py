"""What the chat model cost in a month: against its limit, and by day."""

import streamlit as st

from screens.parts.tables import draw_table
from screens.parts.words import month_name, short_day
from training.model_report import ModelView


def draw_standing(view: ModelView) -> None:
    """The month in one or two lines, and what they leave unsaid."""
    lines = []
    if view.priced:
        lines.append(_line(money(view.spent.money), money(view.money_limit), view.spent.money, view.money_limit))
    if view.token_limit or not view.priced:
        spent, limit = f"{view.spent.tokens:,} tokens", f"{view.token_limit:,} tokens"
        lines.append(_line(spent, limit, view.spent.tokens, view.token_limit))
    st.markdown("  \n".join(lines))
    notes = ["Everything that runs on this installation counts against a limit."]
    if view.priced:
        notes.append("Money is what the tokens come to at the prices that are set now; your provider’s bill decides.")
    else:
        notes.append(
            "No prices are set, so no cost is known: FRONTSTAGE_MODEL_INPUT_PRICE, FRONTSTAGE_MODEL_OUTPUT_PRICE."
        )
    if view.estimated_tokens:
        notes.append(
            f"{view.estimated_tokens:,} of the tokens are estimated, because the provider did not say how many it "
            "counted, or because a request failed before it could."
        )
    st.markdown(f":small[{' '.join(notes)}]")


def draw_days(view: ModelView) -> None:
    """One row for each day of the organisation on which the model was asked."""
    if not view.days:
        st.markdown(f"In {month_name(view.month)} the model was not asked anything by your organisation.")
        return
    headings = ["Day (UTC)", "Conversations", "Requests", "Tokens in", "of them cached", "Tokens out"]
    rows = [
        [
            short_day(row.day),
            f"{row.conversations:,}",
            f"{row.usage.requests:,}",
            f"{row.usage.input_tokens:,}",
            f"{row.usage.cached_tokens:,}",
            f"{row.usage.output_tokens:,}",
        ]
        for row in view.days
    ]
    if view.priced:
        headings.append("Cost")
        rows = [[*cells, money(day.money)] for cells, day in zip(rows, view.days, strict=True)]
    draw_table(headings, rows, title="Usage by day")


def money(amount: float) -> str:
    """Two decimals, and as many as tell a small amount from nothing: "12.40", "0.0031"."""
    return f"{amount:,.2f}" if amount == 0 or amount >= 0.1 else f"{amount:.2g}" if amount >= 0.0001 else "under 0.0001"


def _line(spent: str, limit: str, used: float, most: float) -> str:
    if not most:
        return f"**{spent}** so far. No limit is set."
    return f"**{spent} of {limit}** used: {100 * used / most:.0f} %."
