"""Compiles the contracts: descriptors for lint and comparison, and the Python code in gen/.

Usage: python protos/generate.py [--output DIR] [--descriptors FILE]

Everything works offline: the imported contracts come from installed packages.
googleapis-common-protos carries google/api and google/type as files; protovalidate carries
buf/validate only as a descriptor, which is handed to the compiler as a descriptor set.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from google.api import annotations_pb2
from google.protobuf import descriptor_pb2
from grpc_tools import protoc
from protovalidate._gen.buf.validate import validate_pb

PROTOS = Path(__file__).parent


def write_validate_descriptors(target: Path) -> None:
    """Writes buf/validate/validate.proto as a FileDescriptorSet."""
    descriptors = descriptor_pb2.FileDescriptorSet()
    descriptors.file.add().ParseFromString(validate_pb.desc().proto.to_binary())
    target.write_bytes(descriptors.SerializeToString())


def run_protoc(*arguments: str) -> None:
    """Runs the compiler; ends the program with its message when a contract is wrong."""
    if status := protoc.main(["protoc", *arguments]):
        sys.exit(status)


def generate(output: Path, descriptors: Path) -> None:
    """Writes the Python code of every contract below `output` and its image to `descriptors`."""
    contracts = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.glob("matrikel/**/*.proto"))
    common = Path(annotations_pb2.__file__).parents[2]
    well_known = Path(protoc.__file__).parent / "_proto"
    with tempfile.TemporaryDirectory() as folder:
        validate = Path(folder) / "validate.binpb"
        write_validate_descriptors(validate)
        image = Path(folder) / "image.binpb"
        run_protoc(
            f"--proto_path={PROTOS}",
            f"--proto_path={common}",
            f"--proto_path={well_known}",
            f"--descriptor_set_in={validate}",
            f"--descriptor_set_out={image}",
            "--include_imports",
            "--include_source_info",
            *contracts,
        )
        run_protoc(
            f"--descriptor_set_in={image}",
            f"--python_out={output}",
            f"--grpc_python_out={output}",
            f"--mypy_out={output}",
            f"--mypy_grpc_out={output}",
            *contracts,
            "buf/validate/validate.proto",
        )
        descriptors.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(image, descriptors)
    drop_files_without_services(output)
    for package in {path.parent for path in output.rglob("*_pb2.py")}:
        (package / "py.typed").touch()


def drop_files_without_services(output: Path) -> None:
    """Removes the empty service modules that the gRPC generator writes for mere messages."""
    for module in output.rglob("*_pb2_grpc.py"):
        if "class " not in module.read_text(encoding="utf-8"):
            module.unlink()
            module.with_suffix(".pyi").unlink(missing_ok=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=PROTOS / "gen")
    parser.add_argument("--descriptors", type=Path, default=PROTOS.parent / "var" / "image.binpb")
    arguments = parser.parse_args()
    if arguments.output.exists():
        shutil.rmtree(arguments.output)
    arguments.output.mkdir(parents=True)
    generate(arguments.output, arguments.descriptors)
