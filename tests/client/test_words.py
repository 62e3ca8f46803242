"""Values of enums as people say them."""

from google.protobuf import json_format

from optimizer.client.words import in_words, word
from optimizer.v1 import case_pb2, plan_pb2, service_pb2


def test_a_value_is_the_word_after_the_name_of_its_enum() -> None:
    """Nothing is said of what is not given, nor of what a newer server sends."""
    assert word(plan_pb2.FigureTest(confidence=case_pb2.CONFIDENCE_CODE_COMPLIANT), "confidence") == "code_compliant"
    assert word(plan_pb2.Decision(verdict=plan_pb2.VERDICT_SELL_RAW_AT_HOME), "verdict") == "sell_raw_at_home"
    assert word(plan_pb2.FigureTest(), "confidence") == ""
    newer = plan_pb2.FigureTest.FromString(b"\x10\x63")
    assert (newer.confidence, word(newer, "confidence")) == (99, "")


def test_json_says_words_wherever_there_is_an_enum() -> None:
    """In lists and in messages within messages; all else is proto3 JSON as it was."""
    answer = service_pb2.SolveResponse(
        plan=plan_pb2.Plan(decisions=[plan_pb2.Decision(mineral="a", verdict=plan_pb2.VERDICT_LEAVE)], objective=float("inf"))
    )
    answer.statistics.read_time.FromSeconds(2)
    request = service_pb2.SolveRequest(include=[service_pb2.INCLUDE_RATES, service_pb2.INCLUDE_LEDGER])

    told = in_words(json_format.MessageToDict(answer), answer.DESCRIPTOR)
    assert told == {
        "plan": {"decisions": [{"mineral": "a", "verdict": "leave"}], "objective": "Infinity"},
        "statistics": {"readTime": "2s"},
    }
    assert in_words(json_format.MessageToDict(request), request.DESCRIPTOR) == {"include": ["rates", "ledger"]}
