"""The case, read once."""

import pytest

from optimizer.store.case_files import read_case_folder
from tests.kenya.solving import FOLDER, Kenya


@pytest.fixture(scope="session")
def kenya() -> Kenya:
    """Kenya, with solves shared by all tests."""
    return Kenya(read_case_folder(FOLDER))
