"""Fill the tables and the commands of the case's pages from solves: `python -m tests.kenya.write [HEADING ...]`.

Cells whose column is named in `tables.py` are written, the values of the commands below the verdicts, and the numbers in the
clauses of `claims.py`. All other text is people's.
"""

import sys

from optimizer.store.case_files import read_case_folder
from tests.kenya import pages, turns
from tests.kenya.claims import CLAIMS
from tests.kenya.pages import Cells, Command
from tests.kenya.solving import FOLDER, Kenya
from tests.kenya.tables import README, TABLES, VERDICTS, Table

CLAUSES = "clauses"
BEYOND = 1 + turns.NEAR


def filled(kenya: Kenya, table: Table, cells: Cells) -> Cells:
    """Return a row with its turning points and then its other columns as solves give them."""
    changed = dict(cells)
    for column, does_of in table.turns.items():
        point = turns.turning_point(does_of(kenya, changed), table.now(kenya, changed))
        changed[column] = table.form(point) if point is not None else "nowhere"
    for column, shows in table.shows.items():
        changed[column] = shows(kenya, changed)
    return changed


def write_commands(kenya: Kenya) -> None:
    """Write the commands of the verdicts: each sets its figure half a per cent past the turning point."""
    (table,) = (table for table in TABLES if table.place.heading == VERDICTS and table.turns)
    text = pages.text_of(README)
    for cells in pages.rows(table.place):
        old = pages.all_commands()[cells["#"]]
        turns_at = pages.number(cells["turns at"])
        away = BEYOND if turns_at > table.now(kenya, cells) else 2 - BEYOND
        ((address, _),) = old.sets
        new = Command(old.scenario, ((address, f"{turns_at * away:.5g}"),), old.mark)
        text = text.replace(pages.line_of(README, old.mark), str(new))
    pages.path_of(README).write_text(text, encoding="utf-8")
    pages.all_commands.cache_clear()


def write_claims(kenya: Kenya) -> None:
    """Write the numbers into the clauses that state them."""
    for claim in CLAIMS:
        stated = list(claim.values(kenya))
        text = pages.text_of(claim.page)
        found = claim.pattern.search(text)
        if found is None:
            sys.stderr.write(f"{claim.page} does not say: {claim.words}\n")
            continue
        for group in range(len(stated), 0, -1):
            text = text[: found.start(group)] + stated[group - 1] + text[found.end(group) :]
        pages.path_of(claim.page).write_text(text, encoding="utf-8")


def main(headings: list[str]) -> None:
    """Write the tables under the headings, or all."""
    kenya = Kenya(read_case_folder(FOLDER))
    for table in TABLES:
        if headings and table.place.heading not in headings:
            continue
        text = pages.rewrite(table.place, lambda cells, table=table: filled(kenya, table, cells))
        pages.path_of(table.place.page).write_text(text, encoding="utf-8")
        sys.stderr.write(f"{table.place}\n")
    if not headings or VERDICTS in headings:
        write_commands(kenya)
    if not headings or CLAUSES in headings:
        write_claims(kenya)


if __name__ == "__main__":
    main(sys.argv[1:])
