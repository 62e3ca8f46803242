"""What the commands about charges do, once their arguments are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.message import Message

from optimizer.client import exit_codes
from optimizer.client.commands import Asked, Connection, connected, local_tables
from optimizer.client.inputs import parse_content
from optimizer.client.output import say, width, write_frames, write_json, write_text
from optimizer.client.render_duty import render_duty, render_tariffs


@dataclass(frozen=True, slots=True)
class Border:
    """Where goods come from, where they enter, and when, as typed; "" = not given."""

    origin: str
    destination: str
    entry_date: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What enters, as typed: goods, customs value per tonne, tonnes in one entry if given, `MINERAL=TONNES` texts."""

    goods: str
    value: float
    tonnes: float | None = None
    contents: Sequence[str] = ()


def duty(case: str, parcel: Parcel, border: Border, asked: Asked, *, json: bool, csv: Path | None, connection: Connection) -> int:
    """Print the charges on one shipment and return the exit code."""
    changes = asked.changes()
    contained = dict(map(parse_content, parcel.contents))
    tables = local_tables(case)
    with connected(connection) as client:
        response = client.duty(
            tables or case,
            parcel.goods,
            border.destination,
            parcel.value,
            origin=border.origin,
            entry_date=border.entry_date,
            parcel_tonnes=parcel.tonnes,
            contained=contained,
            scenario=asked.scenario,
            changes=changes,
        )
    _write(response, "" if json else render_duty(response, width()), csv)
    return exit_codes.OK


def tariffs(case: str, border: Border, asked: Asked, json: bool, csv: Path | None, connection: Connection) -> int:
    """Print the tariff schedule of a market and return the exit code."""
    changes = asked.changes()
    tables = local_tables(case)
    with connected(connection) as client:
        response = client.tariff_lines(
            tables or case,
            border.destination,
            origin=border.origin,
            entry_date=border.entry_date,
            scenario=asked.scenario,
            changes=changes,
        )
    _write(response, "" if json else render_tariffs(response, width()), csv)
    return exit_codes.OK


def _write(response: Message, text: str, csv: Path | None) -> None:
    """Write files if a folder is named, then the text, or JSON where there is none."""
    if csv:
        say(f"{write_frames(response, csv)} CSV files written to {csv}")
    if text:
        write_text(text)
    else:
        write_json(response)
