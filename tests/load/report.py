"""Runs the measurements that were asked for and reports them: a table and JSON lines."""

import argparse
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Column, Table

from tests.load.certificates_figures import issuing
from tests.load.certificates_parts import parts
from tests.load.desk_figures import registrations
from tests.load.exams_figures import tree
from tests.load.growth_figures import growth, results_upload
from tests.load.lookup_figures import lookups
from tests.load.measuring import Figure
from tests.load.records_figures import semester_jobs
from tests.load.relay_figures import relay
from tests.load.sign_in_figures import sign_ins
from tests.load.sign_out_figures import sign_outs
from tests.load.suite_figures import rest, start
from tests.load.token_figures import token_check
from tests.load.verification_figures import verification

LATEST = Path(__file__).parents[2] / "var" / "bench" / "latest.json"
TABLE_WIDTH = 120

# Each begins the names of the figures that it gives.
MEASUREMENTS: dict[str, Callable[[bool], Iterator[Figure]]] = {
    "token_check": token_check,
    "sign_in": sign_ins,
    "sign_out": sign_outs,
    "relay": relay,
    "tree": tree,
    "registration": registrations,
    "growth": growth,
    "results": results_upload,
    "semester_job": semester_jobs,
    "rest": rest,
    "certificates": issuing,
    "certificate_part": parts,
    "verification": verification,
    "lookup": lookups,
    "start": start,
}


def main(description: str) -> int:
    """Measures, writes and prints; missed goals are shown and end it with 0 all the same."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--only", action="append", default=[], help="a figure or its beginning")
    parser.add_argument("--quick", action="store_true", help="fewer calls, wider spread")
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    chosen = [
        name
        for name in MEASUREMENTS
        if not arguments.only or any(_belongs(only, name) for only in arguments.only)
    ]
    if not chosen:
        parser.error(f"--only takes one of {', '.join(MEASUREMENTS)}")
    console = Console()
    # What reads this in a log has no width of its own.
    console.width = max(console.width, TABLE_WIDTH)
    LATEST.parent.mkdir(parents=True, exist_ok=True)
    figures: list[Figure] = []
    with LATEST.open("w", encoding="utf-8") as lines:
        for name in chosen:
            console.print(f"measuring {name} …", style="dim")
            for figure in MEASUREMENTS[name](arguments.quick):
                figures.append(figure)
                lines.write(figure.as_json() + "\n")
                lines.flush()
    console.print(_table(figures))
    return 0


def _belongs(only: str, name: str) -> bool:
    return only.startswith(name) or name.startswith(only)


def _table(figures: list[Figure]) -> Table:
    table = Table(
        Column("figure", no_wrap=True), "value", "unit", "bare", "ratio", "spread", "goal", "met"
    )
    for one in figures:
        table.add_row(
            one.name,
            f"{one.value:,.2f}",
            one.unit,
            "" if one.baseline is None else f"{one.baseline:,.2f}",
            "" if one.ratio is None else f"{one.ratio:.2f}",
            f"{min(one.ratios):.2f} … {max(one.ratios):.2f}" if one.ratios else "",
            "" if one.goal is None else str(one.goal),
            {True: "yes", False: "no", None: ""}[one.met],
        )
    return table
