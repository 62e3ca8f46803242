"""Reflection: the server describes its services to tools, under the name of today and under the one before.

The two protocols differ in nothing but the name of their package. `grpcio-reflection` knows `v1alpha` only, so its servicer is
entered under `v1` as well, and the file of `v1` is made of that of `v1alpha`.
"""

from collections.abc import Sequence

import grpc
import grpc.aio
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_reflection.v1alpha import reflection, reflection_pb2

OLD = "grpc.reflection.v1alpha"
NEW = "grpc.reflection.v1"
NEW_FILE = "grpc/reflection/v1/reflection.proto"
SERVICE = f"{NEW}.ServerReflection"
METHOD = "ServerReflectionInfo"


def describe(services: Sequence[str], server: grpc.aio.Server) -> None:
    """Have a server describe services, reflection itself among them."""
    names = [*services, SERVICE, reflection.SERVICE_NAME]
    reflection.enable_server_reflection(names, server)
    _know_file()
    info = grpc.stream_stream_rpc_method_handler(
        reflection.aio.ReflectionServicer(names).ServerReflectionInfo,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, {METHOD: info}),))


def _know_file() -> None:
    """Enter the file of `v1` where descriptors are looked for, unless something else has."""
    pool = descriptor_pool.Default()
    try:
        pool.FindFileContainingSymbol(SERVICE)
    except KeyError:
        file = descriptor_pb2.FileDescriptorProto()
        reflection_pb2.DESCRIPTOR.CopyToProto(file)
        _rename(file)
        pool.AddSerializedFile(file.SerializeToString())


def _rename(file: descriptor_pb2.FileDescriptorProto) -> None:
    file.name = NEW_FILE
    file.package = NEW
    file.ClearField("options")
    for message in file.message_type:
        for field in filter(_is_of_message, message.field):
            field.type_name = field.type_name.replace(f".{OLD}.", f".{NEW}.")
    for service in file.service:
        for method in service.method:
            method.input_type = method.input_type.replace(f".{OLD}.", f".{NEW}.")
            method.output_type = method.output_type.replace(f".{OLD}.", f".{NEW}.")


def _is_of_message(field: descriptor_pb2.FieldDescriptorProto) -> bool:
    return field.HasField("type_name")
