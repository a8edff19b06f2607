"""Functions on lists and maps."""

from __future__ import annotations

from typing import Any

from auditor_resources.model import Json, Partial, Unknown, Value
from auditor_resources.values import (
    Failed,
    Identity,
    List,
    Lookup,
    Map,
    Set,
    common_type,
    distinct,
    merged,
    plain,
    to_bool,
    to_string,
    weight,
)
from auditor_terraform.equality import equal
from auditor_terraform.functions.graphemes import graphemes
from auditor_terraform.functions.registry import function
from auditor_terraform.limits import MAX_ELEMENTS
from auditor_terraform.operators import add

Number = int | float


def whole(value: Number) -> int:
    """Return a number that must be whole.

    :raises Failed: when it is not.
    """
    if not isinstance(value, int):
        raise Failed("a whole number is required")
    return value


def bounded(values: list[Any]) -> list[Any]:
    """Return the list.

    :raises Failed: when it is too long to keep.
    """
    if len(values) > MAX_ELEMENTS:
        raise Failed("too large: too many elements")
    return values


def like(model: Value, values: list[Any]) -> list[Any]:
    """Return ``values`` as a list when ``model`` has one element type, else as a tuple."""
    return List(values) if isinstance(model, List | Set) else list(values)


@function("length", "d", unknown="own")
def length(value: Value) -> Value:
    """Return the number of elements or characters."""
    if isinstance(value, Unknown):
        return merged([value])
    if isinstance(value, Set) and len(value) > 1 and any(isinstance(v, Unknown) for v in value):
        return merged([value])
    if isinstance(value, str):
        return len(graphemes(value))
    if isinstance(value, list | dict):
        return len(value)
    raise Failed("length takes a list, a map or a string")


@function("alltrue", "l", unknown="top")
def all_true(values: list[Value]) -> Value:
    """Tell whether all are true; one false settles it."""
    return _settle(values, False)


@function("anytrue", "l", unknown="top")
def any_true(values: list[Value]) -> Value:
    """Tell whether any is true; one true settles it."""
    return _settle(values, True)


def _settle(values: list[Value], decisive: bool) -> Value:
    hole: Unknown | None = None
    for item in values:
        value = False if item is None else to_bool(item)
        if value is decisive:
            return decisive
        if isinstance(value, Unknown):
            hole = value
    return hole if hole is not None else not decisive


@function("chunklist", "ln", unknown="top")
def chunks(values: list[Value], size: Number) -> Value:
    """Split a list into lists of ``size``; 0 makes one."""
    step = whole(size)
    if step < 0:
        raise Failed("the size must not be negative")
    if step == 0:
        return List([List(values)])
    return List(List(values[i : i + step]) for i in range(0, len(values), step))


@function("coalesce", "d*", unknown="own")
def coalesce(*values: Value) -> Value:
    """Return the first that is neither null nor empty text."""
    kinds = {type(value) for value in values if value is not None and value != ""}
    for value in values:
        if isinstance(value, Partial | Json | Identity):
            return value
        if isinstance(value, Unknown):
            return merged([value, *values])
        if value is not None and value != "":
            return to_string(value) if str in kinds and not isinstance(value, str) else value
    raise Failed("no argument of coalesce has a value")


@function("coalescelist", "d*", unknown="own")
def coalesce_list(*values: Value) -> Value:
    """Return the first list that has elements."""
    for value in values:
        if isinstance(value, Unknown):
            return merged([value, *values])
        if isinstance(value, list) and value:
            return value
    raise Failed("no list of coalescelist has elements")


@function("compact", "L", unknown="top")
def compact(values: list[Value]) -> Value:
    """Drop nulls and empty text."""
    open_ones = [v for v in values if isinstance(v, Unknown) and not isinstance(v, Partial | Json)]
    if open_ones:
        return merged(values)
    return List(value for value in values if value is not None and value != "")


@function("concat", "l*", unknown="own")
def concat(*lists: Any) -> Value:
    """Join lists one after the other."""
    if any(isinstance(item, Unknown) for item in lists):
        return merged(lists)
    if any(isinstance(item, Set) for item in lists):
        raise Failed("concat takes lists, not sets")
    joined = bounded([item for items in lists for item in items])
    return List(joined) if lists and all(isinstance(items, List) for items in lists) else joined


@function("contains", "ld", unknown="own")
def contains(values: Any, wanted: Value) -> Value:
    """Tell whether an element equals ``wanted``."""
    if isinstance(values, Unknown):
        return merged([values, wanted])
    holes: list[Value] = []
    for value in values:
        same = equal(value, wanted)
        if same is True:
            return True
        if isinstance(same, Unknown):
            holes.append(same)
    return merged(holes) if holes else False


@function("distinct", "l", unknown="top")
def distinct_values(values: list[Value]) -> Value:
    """Drop repeated elements."""
    if any(isinstance(value, Unknown) for value in values) and len(values) > 1:
        return merged(values)
    return List(distinct(common_type(values)))


@function("element", "ln", unknown="own")
def element(values: Any, index: Any) -> Value:
    """Return the element at an index, counted round and round."""
    if isinstance(values, Lookup):
        return values.item()
    if isinstance(values, Unknown) or isinstance(index, Unknown):
        return merged([values, index])
    at = whole(index)
    if not values or isinstance(values, Set):
        raise Failed("element takes a list that is not empty")
    if at < 0:
        raise Failed("the index must not be negative")
    return values[at % len(values)]  # type: ignore[no-any-return]


@function("flatten", "l", unknown="own")
def flatten(values: Any) -> Value:
    """Put the elements of inner lists in the place of these, at all levels."""
    if isinstance(values, Unknown):
        return merged([values])
    if weight(values) > MAX_ELEMENTS * 2:
        raise Failed("too large: too many elements")
    flat: list[Value] = []
    hole = False
    todo = list(reversed(values))
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo.extend(reversed(value))
        else:
            hole = hole or (isinstance(value, Unknown) and _may_be_list(value))
            flat.append(value)
    return merged(flat) if hole else bounded(flat)


def _may_be_list(value: Unknown) -> bool:
    """Tell whether an unknown could be a list: not text, and not one resource."""
    if isinstance(value, Partial | Json):
        return False
    return not (isinstance(value, Lookup) and not value.many)


@function("index", "ld")
def index_of(values: list[Value], wanted: Value) -> Value:
    """Return the index of the first element that equals ``wanted``."""
    for at, value in enumerate(values):
        if equal(value, wanted) is True:
            return at
    raise Failed("the element is not in the list")


@function("keys", "m", unknown="own")
def keys(value: Any) -> Value:
    """Return the keys in order."""
    if isinstance(value, Unknown):
        return merged([value])
    return List(sorted(value)) if isinstance(value, Map) else sorted(value)


@function("values", "m", unknown="own")
def values_of(value: Any) -> Value:
    """Return the values in order of the keys."""
    if isinstance(value, Unknown):
        return merged([value])
    found = [value[key] for key in sorted(value)]
    return List(found) if isinstance(value, Map) else found


@function("lookup", "mdd?", unknown="own")
def lookup(value: Any, key: Value, *default: Value) -> Value:
    """Return the element at ``key``, else the default."""
    if isinstance(value, Lookup) and isinstance(key, str):
        return value.attribute(key)
    if isinstance(value, Unknown) or isinstance(key, Unknown):
        return merged([value, key, *default])
    name = to_string(key)
    if name in value:
        return value[name]  # type: ignore[no-any-return]
    if not default:
        raise Failed("no element with this key")
    return default[0]


@function("matchkeys", "lll")
def match_keys(values: list[Value], tested: list[Value], wanted: list[Value]) -> Value:
    """Return the values whose key is among ``wanted``."""
    if len(values) != len(tested):
        raise Failed("the lists have different lengths")
    return List(
        value
        for value, key in zip(values, tested, strict=True)
        if any(equal(key, one) is True for one in wanted)
    )


@function("merge", "d*", unknown="own")
def merge(*maps: Any) -> Value:
    """Merge maps; later ones win."""
    if any(isinstance(item, Unknown) for item in maps):
        return merged(maps)
    found: dict[str, Value] = {}
    for item in maps:
        if item is None:
            continue
        if not isinstance(item, dict):
            raise Failed("merge takes maps")
        found.update(item)
    present = [item for item in maps if item is not None]
    typed = bool(present) and all(isinstance(item, Map) for item in present)
    return Map(found) if typed else found


@function("one", "d", unknown="own")
def one(values: Value) -> Value:
    """Return the only element, or null when there is none."""
    if isinstance(values, Lookup) and values.many:
        return values
    if isinstance(values, Unknown):
        return plain(values)
    if not isinstance(values, list):
        raise Failed("one takes a list")
    if len(values) > 1:
        raise Failed("one takes a list of at most one element")
    return values[0] if values else None


@function("range", "nn?n?")
def number_range(*limits: Number) -> Value:
    """Count from one number to another."""
    start: Number = 0
    step: Number
    if len(limits) == 1:
        end = limits[0]
        step = 1 if end >= 0 else -1
    else:
        start, end = limits[0], limits[1]
        step = limits[2] if len(limits) == 3 else (1 if end >= start else -1)
    if step == 0:
        raise Failed("the step must not be zero")
    if (end - start) * step < 0:
        raise Failed("the step leads away from the end")
    if abs(end - start) / abs(step) > 1024:
        raise Failed("more than 1024 numbers")
    found: list[Number] = []
    value = start
    while (value < end) if step > 0 else (value > end):
        found.append(value)
        value = add(value, step)
    return List(found)


@function("reverse", "l", unknown="top")
def reverse(values: list[Value]) -> Value:
    """Return the elements in reverse order."""
    return like(values, values[::-1])


@function("slice", "lnn", unknown="top")
def slice_of(values: list[Value], start: Number, end: Number) -> Value:
    """Return the elements from ``start`` up to ``end``."""
    first, last = whole(start), whole(end)
    if not 0 <= first <= last <= len(values) or isinstance(values, Set):
        raise Failed("the slice lies outside the list")
    return like(values, values[first:last])


@function("sort", "L")
def sort(values: list[Any]) -> Value:
    """Sort strings."""
    if any(value is None for value in values):
        raise Failed("sort takes strings")
    return List(sorted(values))


@function("transpose", "m")
def transpose(value: dict[str, Any]) -> Value:
    """Swap keys and values of a map of lists of strings."""
    found: dict[str, list[str]] = {}
    for key in sorted(value):
        items = value[key]
        if not isinstance(items, list):
            raise Failed("transpose takes a map of lists")
        for item in items:
            found.setdefault(str(to_string(item)), []).append(key)
    return Map({key: List(sorted(names)) for key, names in sorted(found.items())})


@function("zipmap", "ll", unknown="top")
def zip_map(names: list[Value], values: list[Value]) -> Value:
    """Make a map of a list of keys and a list of values."""
    if len(names) != len(values):
        raise Failed("the lists have different lengths")
    if any(isinstance(name, Unknown) for name in names):
        return merged([names, values])
    pairs = ((str(to_string(name)), value) for name, value in zip(names, values, strict=True))
    found = dict(pairs)
    return Map(found) if isinstance(values, List | Set) else found


@function("list", "d*", unknown="own")
def legacy_list(*values: Value) -> Value:
    """Return the arguments as a list (Terraform up to 0.14)."""
    return List(common_type(list(values)))


@function("map", "d*", unknown="own")
def legacy_map(*items: Value) -> Value:
    """Return a map of keys and values in turn (Terraform up to 0.14)."""
    if len(items) % 2 or any(isinstance(key, Unknown) for key in items[::2]):
        return merged(items)
    return Map(zip(map(str, items[::2]), items[1::2], strict=True))
