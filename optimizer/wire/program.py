"""Linear programs as files to protobuf."""

import gzip

from optimizer.domain.errors import InvalidCase, Violation
from optimizer.domain.program_files import ProgramFile, ProgramForm
from optimizer.v1 import service_pb2

FORMS = {
    service_pb2.PROGRAM_FORMAT_UNSPECIFIED: ProgramForm.MPS,
    service_pb2.PROGRAM_FORMAT_MPS: ProgramForm.MPS,
    service_pb2.PROGRAM_FORMAT_LP: ProgramForm.LP,
}
NUMBERS = {ProgramForm.MPS: service_pb2.PROGRAM_FORMAT_MPS, ProgramForm.LP: service_pb2.PROGRAM_FORMAT_LP}
# Half the time of gzip's own level, for a tenth more bytes.
LEVEL = 4


def form_asked(request: service_pb2.ExportProgramRequest) -> ProgramForm:
    """Return the form of file that a request asks for.

    Raises:
        InvalidCase: There is no such form.
    """
    if request.format not in FORMS:
        problem = "there is no such form of file"
        fix = "leave it out, or use PROGRAM_FORMAT_MPS or PROGRAM_FORMAT_LP"
        raise InvalidCase([Violation("format", "unknown-format", str(request.format), problem, fix)])
    return FORMS[request.format]


def program_to_proto(file: ProgramFile) -> service_pb2.ExportProgramResponse:
    """Return the response for a program, without its warnings and provenance; equal texts give equal bytes."""
    return service_pb2.ExportProgramResponse(
        # Without a time of day in it.
        file=gzip.compress(file.text.encode("ascii"), LEVEL, mtime=0),
        format=NUMBERS[file.form],
        column_count=file.column_count,
        row_count=file.row_count,
        nonzero_count=file.nonzero_count,
        sign_turned=file.sign_turned,
    )
