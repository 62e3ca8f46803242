"""What people see of an answer."""

import math
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from google.protobuf.message import Message
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from optimizer.client.render import render_answer
from optimizer.client.render_limits import when
from optimizer.v1 import plan_pb2
from optimizer.v1.service_pb2 import SolveResponse
from tests.client import answers
from tests.client.golden import check_golden

TEXT = st.text(alphabet="aé鉱 []-.,_", max_size=100)
NUMBER = st.floats(-1e13, 1e13)


@pytest.mark.parametrize("width", [80, 60, 40])
def test_the_page_reads_as_it_did(width: int) -> None:
    """What is printed unless more is asked for."""
    check_golden(f"page-{width}.txt", render_answer(answers.kenya_answer(), width))


@pytest.mark.parametrize("width", [80, 60])
def test_a_plan_reads_as_it_did(width: int) -> None:
    """The whole text of an answer with everything in it."""
    check_golden(f"plan-{width}.txt", render_answer(answers.kenya_answer(), width, full=True))


@pytest.mark.parametrize("width", [80, 60])
def test_the_audit_of_duty_reads_as_it_did(width: int) -> None:
    """Programmes, rules of origin and the ledger, from the table of duty to the limits."""
    text = render_answer(answers.kenya_answer(), width, full=True, ledger=True)
    start, end = text.index("Duty and fees abroad, by"), text.index("Limits worth raising")

    check_golden(f"ledger-{width}.txt", text[start:end])


def test_the_audit_is_there_only_if_asked_for() -> None:
    """Without programmes and entries it says so in a sentence each."""
    response = answers.kenya_answer()
    assert "Ledger of duty" not in render_answer(response, 80, full=True)
    assert "Ledger of duty" in render_answer(response, 80, ledger=True)
    del response.plan.programmes[:], response.plan.ledger[:], response.plan.origin_tests[:]
    text = render_answer(response, 80, ledger=True)

    assert "No sale may claim a programme." in text
    assert "No tariff row reaches what is sold." in text
    assert "Rules of origin" not in text


def test_gains_are_shown_only_if_they_were_computed() -> None:
    """A column of blanks would say that no programme is worth anything."""
    response = answers.kenya_answer()
    for part in (*response.plan.duties, *response.plan.programmes):
        part.ClearField("gain")

    assert "NPV gain" not in render_answer(response, 80, full=True)
    assert "not known" in render_answer(response, 80, full=True, ledger=True)


@pytest.mark.parametrize(
    ("name", "build"),
    [("infeasible", answers.infeasible_answer), ("unbounded", answers.unbounded_answer), ("time-limit", answers.late_answer)],
)
def test_having_no_plan_reads_as_it_did(name: str, build: Callable[[], SolveResponse]) -> None:
    """Each outcome without a plan says what was found and what to do."""
    check_golden(f"{name}.txt", render_answer(build(), 80))


def test_a_case_without_minerals_says_so_instead_of_an_empty_table() -> None:
    """Other people's models need not name minerals; their answer begins with one sentence about that."""
    response = SolveResponse(plan=plan_pb2.Plan(objective=1.0, objective_text="profit"))

    text = render_answer(response, 80)

    assert "names no minerals" in text
    assert "What to do with each mineral" not in text


def test_without_names_ids_stand_for_themselves() -> None:
    """An answer can be read without them."""
    response = answers.kenya_answer()
    del response.titles[:]
    text = render_answer(response, 80)

    assert "ferroniobium to us" in text
    assert text.startswith("kenya\n")


def test_a_split_mineral_is_told_with_both_shares() -> None:
    """Headline and table give the share of each fate, the amounts add up to what is recovered."""
    text = " ".join(render_answer(answers.kenya_answer(), 100, full=True).split())

    assert "Fluorspar: split: 86 % exported raw, 14 % processed" in text
    assert "812,345 t mined, 700,000 t exported raw, 112,345 t processed" in text


def test_loss_in_recovery_is_not_told_as_what_is_not_processed() -> None:
    """21,600 t mined are all processed although 400 t end in tailings."""
    text = " ".join(render_answer(answers.kenya_answer(), 100, full=True).split())

    assert "21,600 t mined, all processed; 21,200 t recovered, 400 t lost in tailings" in text


def test_components_add_up_as_printed() -> None:
    """The printed components of profit add up to the printed profit although each was rounded."""
    lines = render_answer(answers.kenya_answer(), 80, full=True).splitlines()
    first, last = (next(row for row, line in enumerate(lines) if start in line) for start in ("Revenue at", "Profit (NPV)"))
    printed = [round(float(line.split()[-1].replace(",", "")) * 100) for line in lines[first : last + 1]]

    assert printed[-1] == sum(printed[:-1])


def test_limits_that_the_answer_leaves_out_are_counted() -> None:
    """A list that was cut says how much of it is missing, and one that is whole says nothing."""
    response = answers.kenya_answer()
    whole = render_answer(response, 80, full=True)
    response.plan.limits_omitted = 1234

    assert "left out of this answer" not in whole
    assert "1,234 more limits bind and are left out of this answer." in render_answer(response, 80, full=True)


def test_an_answer_without_rates_lists_limits_and_says_so() -> None:
    """Limits are named even if what they are worth was not asked for."""
    response = answers.kenya_answer()
    for limit in response.plan.limits:
        for field in ("rate_up", "rate_down", "holds_up", "holds_down"):
            limit.ClearField(field)
    text = " ".join(render_answer(response, 80, full=True).split())

    assert "the reserve of Fluorspar ore (supplies[kerio-fluorspar].reserve), over all time" in text
    assert "was not asked for (--rates)" in text
    assert "worth raising" not in text


def test_a_limit_that_changes_nothing_is_not_worth_raising() -> None:
    """One that only holds the plan, and a minimum whose raising costs, stand apart from those that pay."""
    response = answers.kenya_answer()
    minimum = plan_pb2.BindingLimit(
        address="demands[x,1].min_per_year", unit="t/year", nodes=["2027"], rate_up=-7.0, rate_down=6.0
    )
    response.plan.limits.append(minimum)
    text = render_answer(response, 80, full=True)
    raising, lowering, others = (text.index(title) for title in ("worth raising", "worth lowering", "Other limits that bind"))

    assert raising < text.index("demands[us-ferroniobium,1].max_per_year") < lowering
    assert lowering < text.index("demands[x,1].min_per_year") < others
    assert others < text.index("supplies[kerio-fluorspar].reserve")
    assert "one more tonne in 2027 costs 7.00 USD; one less is worth 6.00 USD" in text


def test_what_is_minimised_gains_by_falling() -> None:
    """A limit that raises the cost by 30 is no gain: it is worth lowering."""
    response = answers.kenya_answer()
    response.plan.objective_text = "minimise extraction"
    del response.plan.limits[:]
    response.plan.limits.add(address="demands[x,1].min_per_year", unit="t/year", nodes=["2027"], rate_up=30.0, rate_down=-30.0)
    text = render_answer(response, 80, full=True)

    assert "Limits worth lowering" in text
    assert "one more tonne in 2027 costs 30.00 USD; one less is worth 30.00 USD" in text


@pytest.mark.parametrize("weight", ["", "2 ", "0.5 "])
def test_an_objective_of_jobs_is_told_in_job_years(weight: str) -> None:
    """Whatever the weight, the unit is the measure's own and the amount is that of the measure."""
    response = answers.kenya_answer()
    response.plan.objective_text = f"{weight}jobs"
    response.plan.objective = float(weight or 1) * 23_456

    assert f"maximise {weight}jobs: 23,456 job-years" in render_answer(response, 80, full=True)


def test_what_there_was_no_time_for_is_said() -> None:
    """Limits without rates for want of time are counted, and the end of the answer names all that is missing."""
    response = answers.kenya_answer()
    response.plan.limits.add(address="lanes[road].max_tonnes_per_year", unit="t/year", left_out=True)
    missing = "limits whose rates were not computed: 1, because there are only 0.5 s for explaining"
    response.not_computed.add(kind="NOT_COMPUTED_KIND_RATES", count=1, code="TIME_BUDGET", text=missing)
    said = f"{missing} (allow more with --explain-limit, and --time-limit where that ended it)"
    short, full = (" ".join(render_answer(response, 100, full=full).split()) for full in (False, True))

    assert f"Left out: {said}." in short
    assert f"Left out {said}" in full
    assert "For 1 of them there was no time to find what one more is worth (--explain-limit)." in full


def test_shares_are_told_per_percentage_point() -> None:
    """One whole more of a share is out of reach."""
    response = answers.kenya_answer()
    limit = plan_pb2.BindingLimit(address="policies[half].minimum", unit="fraction", rate_up=-5e6, holds_up=0.2)
    response.plan.limits.insert(0, limit)
    text = " ".join(render_answer(response, 80, full=True).split())

    assert "one percentage point more costs 50,000.00 USD (for at least 20 more)" in text


def test_many_limits_are_cut_and_counted() -> None:
    """Twelve limits of a kind are shown, the others counted."""
    response = answers.kenya_answer()
    response.plan.limits.extend([response.plan.limits[0]] * 20)

    assert "and 10 more (--csv or --json lists all)" in render_answer(response, 80, full=True)


def test_a_plan_that_sells_nothing_abroad_says_so() -> None:
    """An empty table is a sentence."""
    response = answers.kenya_answer()
    del response.plan.duties[:], response.plan.limits[:]
    text = render_answer(response, 80, full=True)

    assert "Nothing is sold abroad." in text
    assert "None." in text


@pytest.mark.parametrize(
    ("nodes", "text"),
    [
        ([], "over all time"),
        (["2027"], "2027"),
        (["2029", "2027", "2028", "2031"], "2027 to 2029, 2031"),
        (["1"], "period 1"),
        (["a", "b", "c"], "3 periods"),
    ],
)
def test_nodes_are_told_in_short(nodes: list[str], text: str) -> None:
    """Runs of years become spans."""
    assert text == when(nodes)


def _fill(message: Message, texts: Iterator[str], numbers: Iterator[float]) -> None:
    """Give every text and number of a message, and of those in it, the next of these."""
    for field, value in message.ListFields():
        if isinstance(value, Message):
            _fill(value, texts, numbers)
        elif field.message_type is not None:
            for item in value:
                _fill(item, texts, numbers)
        elif isinstance(value, str) and not field.name.startswith("horizon"):
            setattr(message, field.name, next(texts))
        elif isinstance(value, float):
            setattr(message, field.name, next(numbers))


@settings(max_examples=60)
@given(st.lists(TEXT, min_size=1, max_size=7), st.lists(NUMBER, min_size=1, max_size=5), st.sampled_from([40, 60, 80, 100, 140]))
def test_no_line_is_ever_too_long(texts: list[str], numbers: list[float], width: int) -> None:
    """Whatever an answer holds, its text keeps the width."""
    response = answers.kenya_answer()
    _fill(response, cycle(texts), cycle(numbers))
    texts_told = [render_answer(response, width, full=full, ledger=True) for full in (False, True)]

    for line in "\n".join(texts_told).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_numbers_that_are_none_do_not_stop_the_text() -> None:
    """A figure that is not a number is shown as such: the reader must see that something is wrong."""
    response = answers.kenya_answer()
    response.plan.decisions[1].mined = math.nan

    assert "nan t mined" in render_answer(response, 80, full=True)


def test_what_is_doubtful_of_a_change_stands_at_the_top() -> None:
    """A warning about a value that the caller changed is told in full before any figure; others are counted."""
    response = answers.kenya_answer()
    response.warnings.add(
        address="resources[power].cost_per_unit", rule="outside-own-range", value="0.06", problem="far below its range",
        fix="check its unit", warning=True, changed=True, count=1,
    )  # fmt: skip
    text = " ".join(render_answer(response, 80).split())

    assert text.index("Warning: resources[power].cost_per_unit: far below its range (got 0.06)") < text.index("Profit")
    assert "4 warnings" in text


def test_the_page_tells_every_part_of_a_split_mineral() -> None:
    """What holds processing back does not push out what the processed part earns."""
    response = answers.kenya_answer()
    fluorspar = response.plan.decisions[1]
    del fluorspar.reasons[:]
    for code in ("PROCESSING_LIMITED", "RAW_EXPORT_PAYS", "PROCESSING_PAYS", "LIMITED_BY"):
        fluorspar.reasons.add(code=code, text=f"because {code}")
    text = " ".join(render_answer(response, 80).split())

    assert "because PROCESSING_LIMITED. Because RAW_EXPORT_PAYS. Because PROCESSING_PAYS." in text
    assert "LIMITED_BY" not in text


def test_no_figure_is_told_twice_of_a_mineral() -> None:
    """The nearest other fate stands in the reason; what else could be done is told beside it, and only that."""
    response = answers.kenya_answer()
    niobium = response.plan.decisions[4]
    del niobium.fates[:]
    for fate, share, loss in (
        (plan_pb2.VERDICT_PROCESS, 1.0, None),
        (plan_pb2.VERDICT_EXPORT_RAW, 0.0, 2_041.09),
        (plan_pb2.VERDICT_LEAVE, 0.0, 4_321.987),
    ):
        niobium.fates.add(fate=fate, share=share, amount=21_200 * share, loss_of_one_more=loss)
    text = " ".join(render_answer(response, 80, full=True).split())

    assert "Other fates one more tonne exported raw would lose 2,041 USD Figures" in text
