"""Compiles the contracts: descriptors for lint and comparison, and the Python code in gen/.

Usage: python protos/generate.py [--output DIR] [--descriptors FILE] [--release]

Everything works offline: the imported contracts come from installed packages.
googleapis-common-protos carries google/api and google/type as files; protovalidate carries
buf/validate only as a descriptor, which is handed to the compiler as a descriptor set.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from google.api import annotations_pb2
from google.protobuf import descriptor_pb2
from google.protobuf.message import Message
from grpc_tools import protoc
from protovalidate._gen.buf.validate import validate_pb

PROTOS = Path(__file__).parent


def write_validate_descriptors(target: Path) -> None:
    """Writes buf/validate/validate.proto as a FileDescriptorSet."""
    descriptors = descriptor_pb2.FileDescriptorSet()
    descriptors.file.add().ParseFromString(validate_pb.desc().proto.to_binary())
    target.write_bytes(descriptors.SerializeToString())


def run_protoc(*arguments: str) -> None:
    """Runs the compiler; ends the program with its message when a contract is wrong.

    Its plug-ins are found beside the Python that runs this.
    """
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
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
        write_comments(image, output / "matrikel" / "comments.json")
        descriptors.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(image, descriptors)
    drop_files_without_services(output)
    for package in {path.parent for path in output.rglob("*_pb2.py")}:
        (package / "py.typed").touch()


def write_comments(image: Path, target: Path) -> None:
    """Writes the comments of our contracts by the full name of what they explain.

    The generated code leaves them out, but the reference of the REST interface needs them.
    """
    descriptors = descriptor_pb2.FileDescriptorSet.FromString(image.read_bytes())
    comments = {
        name: comment
        for file in descriptors.file
        if file.package.startswith("matrikel.")
        for name, comment in comments_in(file)
    }
    text = json.dumps(comments, ensure_ascii=False, indent=1, sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8")


def comments_in(file: descriptor_pb2.FileDescriptorProto) -> Iterator[tuple[str, str]]:
    """Finds the full name and the leading comment of every commented part of a file.

    A location is a path of field numbers and positions that leads through the descriptor.
    """
    for location in file.source_code_info.location:
        comment = "\n".join(
            line.removeprefix(" ") for line in location.leading_comments.strip().splitlines()
        )
        if not comment or not location.path or len(location.path) % 2:
            continue
        part: Message = file
        names = [file.package]
        for number, position in zip(location.path[::2], location.path[1::2], strict=True):
            part = getattr(part, part.DESCRIPTOR.fields_by_number[number].name)[position]
            names.append(getattr(part, "name", ""))
        yield ".".join(names), comment


def drop_files_without_services(output: Path) -> None:
    """Removes the empty service modules that the gRPC generator writes for mere messages."""
    for module in output.rglob("*_pb2_grpc.py"):
        if "class " not in module.read_text(encoding="utf-8"):
            module.unlink()
            module.with_suffix(".pyi").unlink(missing_ok=True)


def bring_to(made: Path, output: Path) -> None:
    """Makes `output` hold what was made, changing nothing that is as it should be.

    Whoever imports the code at the same time finds it whole.
    """
    wanted = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    for name in sorted(wanted):
        target = output / name
        content = (made / name).read_bytes()
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f".{target.name}.part")
            unfinished.write_bytes(content)
            unfinished.rename(target)
    for path in output.rglob("*"):
        is_ours = path.is_file() and "__pycache__" not in path.parts
        if is_ours and path.relative_to(output) not in wanted:
            path.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=PROTOS / "gen")
    parser.add_argument("--descriptors", type=Path, default=PROTOS.parent / "var" / "image.binpb")
    parser.add_argument("--release", action="store_true", help="also makes this the baseline")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        generate(Path(aside), arguments.descriptors)
        bring_to(Path(aside), arguments.output)
    if arguments.release:
        shutil.copy(arguments.descriptors, PROTOS / "baseline.binpb")
