"""What a bench prints: a table for people, JSON for programs."""

import json
import os
from typing import Any

from rich.table import Table

from tests.bench.figures import Comparison
from voc.cli.console import out


def ingest(single: list[Comparison], lists: list[Comparison], *, journal: bool, least: float, as_json: bool) -> None:
    """Print the figures of `ingest`."""
    rows = [one.figures() for one in (*single, *lists)]
    if as_json:
        out.print(json.dumps({"journal": journal, "least_ratio": least, "rows": rows}), markup=False)
        return
    concern = "on disk" if journal else "not waited for the disk"
    table = _table(f"Feedback acknowledged per second, {concern}; p50 / p99 in ms")
    for title in ("connections", "each", "voc/s", "floor/s", "ratio", "range", "voc ms", "floor ms"):
        table.add_column(title, justify="right")
    costs = _table("Processor time per feedback in µs, voc : floor")
    for title in ("connections", "each", "server", "engine", "client", "client's share of one processor"):
        costs.add_column(title, justify="right")
    for row in rows:
        ours, floor = row["voc"], row["floor"]
        work = (f"{row['connections']}", f"{row['items']}")
        table.add_row(
            *work,
            f"{ours['per_second']:,.0f}",
            f"{floor['per_second']:,.0f}",
            f"[{_colour(row, least)}]{row['ratio']:.2f}[/]",
            "–".join(f"{one:.2f}" for one in row["ratio_range"]),
            f"{ours['p50_ms']:.1f} / {ours['p99_ms']:.1f}",
            f"{floor['p50_ms']:.1f} / {floor['p99_ms']:.1f}",
        )
        pairs = (f"{_whole(ours[name])} : {_whole(floor[name])}" for name in _COSTS)
        costs.add_row(*work, *pairs, f"{ours['client_cpu_share']:.0%} : {floor['client_cpu_share']:.0%}")
    out.print(table, "", costs, sep="\n")
    out.print(
        f"\nRatio: median of voc ÷ floor over {len(single[0].ours)} rounds in alternating order; "
        f"at one feedback each it should reach {least}. {os.cpu_count()} processors."
    )


_COSTS = ("server_cpu_us", "engine_cpu_us", "client_cpu_us")


def _whole(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}"


def _colour(row: dict[str, Any], least: float) -> str:
    if row["items"] > 1:
        return "default"
    return "green" if row["ratio"] >= least else "red"


def analyse(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print the figures of `analyse`."""
    if as_json:
        out.print(json.dumps(figures), markup=False)
        return
    table = _table(f"{figures['texts']:,} texts, {figures['threads']} threads, {figures['rounds']} rounds")
    for title in ("", "texts/s", "CPU ms each", "peak RSS", "ready after"):
        table.add_column(title, justify="right" if title else "left")
    for name, title in (("voc", "one worker of voc"), ("encoder", "sentence-transformers alone")):
        side = figures[name]
        table.add_row(
            title,
            f"{side['per_second']:,.0f}",
            f"{side['cpu_ms']:.2f}",
            f"{side['peak_rss_mb']:,.0f} MB",
            f"{side['ready_seconds']:.1f} s",
        )
    out.print(table)
    low, high = figures["ratio_range"]
    out.print(
        f"Ratio {figures['ratio']:.2f} (median of the rounds; {low:.2f} to {high:.2f}). Languages: "
        + ", ".join(f"{name} {count:,}" for name, count in figures["languages"].items())
        + f". {os.cpu_count()} processors."
    )


def encode(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print the figures of `encode`."""
    if as_json:
        out.print(json.dumps(figures), markup=False)
        return
    table = _table(f"{figures['texts']:,} English texts of {figures['characters']:.0f} characters")
    for title in ("", "texts/s", "ms for one", "start (processor)", "peak RSS"):
        table.add_column(title, justify="right" if title else "left")
    for name, title in (("voc", "voc's network"), ("peer", "sentence-transformers")):
        side = figures[name]
        table.add_row(
            title,
            f"{side['per_second']:,.0f}",
            f"{side['single_ms']:.1f}",
            f"{side['start_seconds']:.2f} s ({side['start_cpu_seconds']:.2f} s)",
            f"{side['peak_rss_mb']:,.0f} MB",
        )
    bulk, single = figures["ratios"]["bulk"], figures["ratios"]["single"]
    out.print(table)
    out.print(
        f"In bulk ×{bulk['seconds']:.1f} (×{bulk['cpu_seconds']:.1f} by processor time), one text "
        f"×{single['seconds']:.1f} (×{single['cpu_seconds']:.1f}): medians of {figures['rounds']} rounds, "
        f"{figures['threads']} threads of {os.cpu_count()} processors."
    )


def pages(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print the figures of `pages`."""
    if as_json:
        out.print(json.dumps(rows), markup=False)
        return
    table = _table("Milliseconds per page, asked for one at a time")
    for title in ("", "p50", "p95", "grown: p50", "ratio"):
        table.add_column(title, justify="right" if title else "left")
    for row in sorted(rows, key=lambda row: -row["p95_ms"]):
        style = "green" if row["good"] else "red"
        figures = (f"{row['p50_ms']:.0f}", f"[{style}]{row['p95_ms']:.0f}[/]", f"{row['large_p50_ms']:.0f}")
        table.add_row(row["path"], *figures, f"[{style}]{row['ratio']:.2f}[/]")
    out.print(table)


def faq(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print the figures of `faq`."""
    if as_json:
        out.print(json.dumps(figures, ensure_ascii=False), markup=False)
        return
    table = _table("Questions, on halves that nothing was chosen on")
    for title in ("", "tfidf", "cosine", "voc", "by words alone", ""):
        table.add_column(title, justify="right" if title else "left")
    for name, one in figures["sets"].items():
        grouping, retrieval = one["grouping"], one["retrieval"]
        told = (f"{grouping[side]['f1']:.3f}" for side in ("tfidf", "cosine", "voc"))
        precise = f"ours {grouping['voc']['precision']:.3f} precise, {grouping['voc']['recall']:.3f} of the pairs"
        table.add_row(f"{name}: pairwise F1 of groups", *told, "", f"{one['texts']:,} questions; {precise}")
        for score, title in (("top1", "right answer first"), ("top3", "… among three")):
            told = (f"{retrieval[side][score]:.3f}" for side in ("tfidf", "cosine", "voc", "lexical"))
            note = f"{one['asked']:,} asked, {one['known']:,} known" if score == "top1" else ""
            table.add_row(title, *told, note)
        table.add_row(
            "… milliseconds", "", "", "", f"{one['lexical_ms']:.2f}", f"index made in {one['index_ms']:.0f} ms"
        )
    claims = _table("Claims of our own: precision / recall")
    for title in ("", "half", "language", "pairs", "precision", "recall"):
        claims.add_column(title, justify="right" if title else "left")
    for row in figures["claims"]:
        scores = (f"{row[key]:.2f}" for key in ("precision", "recall"))
        claims.add_row(row["task"], row["half"], row["language"], str(row["pairs"]), *scores)
    out.print(table, "", claims, sep="\n")
    cuts = "; ".join(
        f"{name} " + ", ".join(f"{k} {v:.2f}" for k, v in own.items()) for name, own in figures["cuts"].items()
    )
    out.print(f"\nFloors: average linkage, cut at the best likeness of the other halves, one per language ({cuts}).")


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
