#!/usr/bin/env python3
"""Puts the two tools that compiling HiGHS needs, cmake and libclang, where .cargo/config.toml looks for them.

    .tools/bin/cmake              cmake 3.15 or later
    .tools/lib/libclang.so        or .dylib, .dll

Both become links to the system's own if it has them and they work; otherwise pinned wheels (build/tools.txt, checked
against their hashes) are unpacked into .tools/wheels. Nothing outside .tools is touched and no rights are needed.
Doing it again is quick: what is in place and works stays.

`build/setup.py --wheels` ignores what the system has.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
WHEELS = TOOLS / "wheels"
WINDOWS = sys.platform == "win32"
LIBRARY = {"win32": "libclang.dll", "darwin": "libclang.dylib"}.get(sys.platform, "libclang.so")
CMAKE = TOOLS / "bin" / ("cmake.exe" if WINDOWS else "cmake")
LIBCLANG = TOOLS / "lib" / LIBRARY
OLDEST_CMAKE = (3, 15)
OLDEST_CLANG = 9

# Loads a libclang in a process of its own (a bad library can take its process down) and prints its version. On Linux
# it also parses the headers that HiGHS's interface includes, as the build will: a library cut off from the C headers
# loads well and fails ten minutes later.
PROBE = r"""
import ctypes, os, sys, tempfile
lib = ctypes.CDLL(sys.argv[1])
class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("flags", ctypes.c_uint)]
lib.clang_getClangVersion.restype = Text
lib.clang_getCString.argtypes, lib.clang_getCString.restype = [Text], ctypes.c_char_p
print(lib.clang_getCString(lib.clang_getClangVersion()).decode())
if sys.platform.startswith("linux"):
    lib.clang_createIndex.restype = ctypes.c_void_p
    lib.clang_parseTranslationUnit.restype = ctypes.c_void_p
    lib.clang_parseTranslationUnit.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int,
                                               ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint]
    lib.clang_getNumDiagnostics.argtypes = [ctypes.c_void_p]
    with tempfile.TemporaryDirectory() as folder:
        header = os.path.join(folder, "probe.h")
        with open(header, "w") as file:
            file.write("#include <stdint.h>\n#include <inttypes.h>\nint64_t probe(void);\n")
        unit = lib.clang_parseTranslationUnit(lib.clang_createIndex(0, 0), header.encode(), None, 0, None, 0, 0)
        sys.exit(0 if unit and lib.clang_getNumDiagnostics(unit) == 0 else 1)
"""


def output_of(*command):
    """What a command prints, or None if it cannot be run or fails."""
    try:
        done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, universal_newlines=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def cmake_version(path):
    """The version of a cmake that works and is new enough, else None."""
    found = re.search(r"cmake version ((\d+)\.(\d+)\S*)", output_of(path, "--version") or "")
    return found.group(1) if found and (int(found.group(2)), int(found.group(3))) >= OLDEST_CMAKE else None


def clang_version(path):
    """The version of a libclang that loads, is new enough and finds the C headers, else None."""
    found = re.search(r"version ((\d+)\S*)", output_of(sys.executable, "-c", PROBE, path) or "")
    return found.group(1) if found and int(found.group(2)) >= OLDEST_CLANG else None


def remove(path):
    """Removes a file or link, a dangling one too."""
    if path.is_symlink() or path.exists():
        path.unlink()


def link(target, place):
    """Makes `place` a link to `target`, relative within .tools so that the tree can be moved. False if refused."""
    place.parent.mkdir(parents=True, exist_ok=True)
    remove(place)
    target = Path(os.path.abspath(str(target)))
    if WHEELS in target.parents:
        target = os.path.relpath(str(target), str(place.parent))
    try:
        place.symlink_to(target)
    except OSError:
        return False
    return True


def system_cmakes():
    """Where the system may have a cmake."""
    found = shutil.which(os.environ.get("CMAKE", "cmake"))
    return [Path(found)] if found else []


def system_libclangs():
    """Where the system may have a libclang: the environment's word, llvm-config's, the usual folders, the loader's."""
    folders = [Path(f) for f in [os.environ.get("LIBCLANG_PATH")] if f]
    names = ["llvm-config"] + ["llvm-config-%d" % v for v in range(30, OLDEST_CLANG - 1, -1)]
    for config in filter(None, map(shutil.which, names)):
        folders += [Path(f.strip()) for f in [output_of(config, "--libdir"), output_of(config, "--bindir")] if f]
    if WINDOWS:
        folders.append(Path(os.environ.get("ProgramFiles", "C:/Program Files")) / "LLVM" / "bin")
    else:
        for usual in ["/usr/lib/llvm*/lib*", "/usr/lib64/llvm*/lib*", "/usr/lib64", "/usr/lib", "/usr/lib/*-linux-gnu*",
                      "/usr/local/lib", "/usr/local/llvm*/lib", "/opt/homebrew/opt/llvm*/lib",
                      "/usr/local/opt/llvm*/lib", "/Library/Developer/CommandLineTools/usr/lib",
                      "/Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib"]:
            folders += sorted(Path("/").glob(usual.lstrip("/")), reverse=True)
    stem, suffix = LIBRARY.rsplit(".", 1)
    found = [file for folder in folders for pattern in [LIBRARY, stem + "-*." + suffix + "*", LIBRARY + ".*"]
             for file in sorted(folder.glob(pattern), reverse=True) if not file.name.startswith("libclang-cpp")]
    for line in (output_of("ldconfig", "-p") or output_of("/sbin/ldconfig", "-p") or "").splitlines():
        if re.match(r"\s*libclang(-\d+)?\.so", line) and "=>" in line:
            found.append(Path(line.split("=>")[1].strip()))
    unique = {}
    for path in found:
        unique.setdefault(os.path.realpath(str(path)), path)
    return list(unique.values())


def install_wheels():
    """Unpacks the pinned wheels."""
    print("set-up: fetching cmake and libclang (about 55 MB) into .tools/", flush=True)
    pip = [sys.executable, "-m", "pip"]
    if output_of(*pip, "--version") is None:
        venv = TOOLS / "venv"
        if output_of(sys.executable, "-m", "venv", venv) is None:
            sys.exit("set-up: this Python has neither pip nor venv, and the system no usable cmake and libclang.\n"
                     "Install one of: pip for %s; or cmake 3.15 or later and libclang." % sys.executable)
        pip = [str(venv / ("Scripts/python.exe" if WINDOWS else "bin/python")), "-m", "pip"]
    # Into a folder of its own first: a download that breaks off leaves nothing that looks whole.
    fresh = TOOLS / "wheels.new"
    shutil.rmtree(str(fresh), ignore_errors=True)
    environment = dict(os.environ, PIP_USER="0", PIP_NO_INPUT="1", PIP_ROOT_USER_ACTION="ignore",
                       PIP_DISABLE_PIP_VERSION_CHECK="1")
    done = subprocess.run(pip + ["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--no-deps",
                                 "--target", str(fresh), "-r", str(ROOT / "build" / "tools.txt")],
                          stdin=subprocess.DEVNULL, env=environment)
    if done.returncode != 0:
        shutil.rmtree(str(fresh), ignore_errors=True)
        sys.exit("set-up: pip could not install build/tools.txt (its words are above).\n"
                 "Without a network: install cmake 3.15 or later and libclang, and run this again.")
    shutil.rmtree(str(WHEELS), ignore_errors=True)
    fresh.rename(WHEELS)


def wheel_cmake():
    """The wheel's cmake: a link where links are allowed, else (Windows) a copy with its modules beside it."""
    data = WHEELS / "cmake" / "data"
    if not link(data / "bin" / CMAKE.name, CMAKE):
        for folder in ["bin", "share"]:
            shutil.rmtree(str(TOOLS / folder), ignore_errors=True)
            shutil.copytree(str(data / folder), str(TOOLS / folder))


def wheel_libclang():
    """The wheel's libclang: a link, or a copy."""
    native = WHEELS / "clang" / "native" / LIBRARY
    if not link(native, LIBCLANG):
        shutil.copy2(str(native), str(LIBCLANG))


def provide(name, place, version_of, candidates, from_wheel):
    """Makes sure that a tool stands and works at `place`; says which."""
    version = version_of(place)
    if version:
        return "%s %s" % (name, version)
    for candidate in candidates:
        # Tested again through the link: that is how the build will use it.
        if version_of(candidate) and link(candidate, place) and version_of(place):
            return "%s %s, the system's (%s)" % (name, version_of(place), candidate)
    fetched = WHEELS.exists()
    if not fetched:
        install_wheels()
    from_wheel()
    if fetched and not version_of(place):
        # Wheels of an earlier version, or of another platform: once more.
        install_wheels()
        from_wheel()
    if not version_of(place):
        sys.exit("set-up: the pinned %s does not run on this machine; install your system's and run this again." % name)
    return "%s %s, from its wheel" % (name, version_of(place))


def main():
    wheels_only = "--wheels" in sys.argv[1:]
    if wheels_only:
        remove(CMAKE)
        remove(LIBCLANG)
    TOOLS.mkdir(exist_ok=True)
    cmake = provide("cmake", CMAKE, cmake_version, [] if wheels_only else system_cmakes(), wheel_cmake)
    libclang = provide("libclang", LIBCLANG, clang_version, [] if wheels_only else system_libclangs(), wheel_libclang)
    print("set-up: %s; %s" % (cmake, libclang))


if __name__ == "__main__":
    main()
