"""The tokens of replies and their cost. Unknown is unknown: it is never 0, and a part never passes for the whole."""

from __future__ import annotations

from collections.abc import Sequence

from .items import Figure, Reply


def added(reply: Reply, before: Reply) -> Reply:
    """A reply with the tokens and the time of the one that it replaces; what either does not state is unknown."""
    tokens_in = _sum(reply.tokens_in, before.tokens_in)
    tokens_out = _sum(reply.tokens_out, before.tokens_out)
    seconds = reply.seconds + before.seconds
    return reply.model_copy(update={"tokens_in": tokens_in, "tokens_out": tokens_out, "seconds": seconds})


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second


def spent(
    replies: Sequence[Reply], failed: int, prices: tuple[float, float] | None
) -> tuple[dict[str, Figure], list[str]]:
    """Tokens, if the model counted them in every reply, and their cost.

    Args:
        replies: without those that failed.
        failed: how many failed.
        prices: dollars for a million tokens in and out.

    Returns:
        Figures, and notes on what is not known.
    """
    n = len(replies)
    counts = {"tokens in": [r.tokens_in for r in replies], "tokens out": [r.tokens_out for r in replies]}
    totals = {name: sum(filter(None, values)) for name, values in counts.items() if n and None not in values}
    used = prices is not None or any(totals.values())  # a detector reads no tokens, and says so in every reply
    figures = {name: Figure(value=float(total), n=n, unit="count") for name, total in totals.items() if used}
    known = sum(r.tokens_in is not None and r.tokens_out is not None for r in replies)
    notes = []
    if len(totals) < 2 and n and (known or prices):
        no_cost = ", and no cost" if prices else ""
        notes.append(f"The model states its tokens for {known:,} of {n:,} replies, so no total is given{no_cost}.")
    if prices and len(totals) == 2:
        cost = (prices[0] * totals["tokens in"] + prices[1] * totals["tokens out"]) / 1e6
        figures["cost in dollars"] = Figure(value=cost, n=n, unit="dollars")
        if failed:
            notes.append(f"The cost leaves out what {failed:,} failed requests may have cost, which is not known.")
    return figures, notes
