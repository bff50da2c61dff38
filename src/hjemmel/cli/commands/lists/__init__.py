"""``hjemmel lists``: lists in daily operation, on the register and on published files."""

from __future__ import annotations

import typer

from hjemmel.cli.commands.lists import (
    ages,
    cut_over,
    daily,
    files,
    letter_texts,
    letters,
    queue,
    reconcile,
    reductions,
    requests,
    rounds,
)

app = typer.Typer(
    help="Listene i daglig drift: ønsker, kø, fordeling, reduksjon, månedsskifte. "
    "¦ Lists in daily operation: requests, queue, allocation, reduction, cut-over.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("request", help=requests.REQUEST_HELP)(requests.request)
app.command("requests", help=requests.REQUESTS_HELP)(requests.requests)
app.command("decide", help=requests.DECIDE_HELP)(requests.decide)
app.command("withdraw", help=requests.WITHDRAW_HELP)(requests.withdraw)
app.command("queue", help=queue.QUEUE_HELP)(queue.queue)
app.command("free", help=files.FREE_HELP)(files.free)
app.command("round", help=rounds.ROUND_HELP)(rounds.round_of)
app.command("distribute", help=rounds.DISTRIBUTE_HELP)(rounds.distribute)
app.command("adopt", help=rounds.ADOPT_HELP)(rounds.adopt)
app.command("discard", help=rounds.DISCARD_HELP)(rounds.discard)
app.command("reduce", help=reductions.REDUCE_HELP)(reductions.reduce)
app.command("announce", help=reductions.ANNOUNCE_HELP)(reductions.announce)
app.command("draw", help=reductions.DRAW_HELP)(reductions.draw)
app.command("withdraw-reduction", help=reductions.CALL_OFF_HELP)(reductions.call_off)
app.command("verify-draw", help=files.VERIFY_HELP)(files.verify_draw)
app.command("cutover", help=cut_over.CUT_OVER_HELP)(cut_over.cut_over)
app.command("reverse", help=cut_over.REVERSE_HELP)(cut_over.reverse)
app.command("reconcile", help=reconcile.RECONCILE_HELP)(reconcile.reconcile)
app.command("ages", help=ages.AGES_HELP)(ages.ages)
app.command("daily", help=daily.DAILY_HELP)(daily.daily)
app.command("handover", help=files.HAND_OVER_HELP)(files.hand_over)

letters_app = typer.Typer(
    help="Brev til innbyggerne, og tekstene de lages av. "
    "¦ Letters to residents, and the texts that they are made from.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
letters_app.command("list", help=letters.LIST_HELP)(letters.show)
letters_app.command("make", help=letters.MAKE_HELP)(letters.make)
letters_app.command("make-all", help=letters.MAKE_ALL_HELP)(letters.make_all)
letters_app.command("preview", help=letters.PREVIEW_HELP)(letters.preview)
letters_app.command("pdf", help=letters.PDF_HELP)(letters.pdf)
letters_app.command("pdf-all", help=letters.PDF_ALL_HELP)(letters.pdf_all)
letters_app.command("texts", help=letter_texts.TEXTS_HELP)(letter_texts.texts)
letters_app.command("text", help=letter_texts.TEXT_HELP)(letter_texts.text)
letters_app.command("edit", help=letter_texts.EDIT_HELP)(letter_texts.edit)
letters_app.command("draft", help=letter_texts.DRAFT_HELP)(letter_texts.draft)
letters_app.command("head", help=letter_texts.HEAD_HELP)(letter_texts.head)
app.add_typer(letters_app, name="letters")
