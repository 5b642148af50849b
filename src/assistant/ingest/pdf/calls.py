"""Functions of pdfium called without the checks of their arguments that ctypes makes: three times as fast."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from itertools import repeat
from typing import Any


class Pointer(ctypes.c_void_p):
    """What functions of pdfium give and take: a page, an object on it. A plain c_void_p they would give as a number."""


@cache
def unchecked(name: str, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """A function of pdfium that takes what it is given, integers as C int: a third of the time of one with checks."""
    import pypdfium2.raw as pdfium

    return ctypes.cast(getattr(pdfium, name), ctypes.PYFUNCTYPE(result))


def objects_on(page: Pointer, most: int) -> tuple[list[Pointer], list[int]]:
    """The objects on a page, so many at most, and their kinds (FPDF_PAGEOBJ_...)."""
    return _objects(page, most, "FPDFPage_CountObjects", "FPDFPage_GetObject")


def objects_in(form: Pointer, most: int) -> tuple[list[Pointer], list[int]]:
    """The same of a form object."""
    return _objects(form, most, "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject")


def _objects(holder: Pointer, most: int, count: str, get: str) -> tuple[list[Pointer], list[int]]:
    indexes = range(min(unchecked(count)(holder), most))
    objects = list(map(unchecked(get, Pointer), repeat(holder), indexes))
    return objects, list(map(unchecked("FPDFPageObj_GetType"), objects))
