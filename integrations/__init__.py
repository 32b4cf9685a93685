"""How a person reaches Cartographe: translate, call one use-case, present; no business rule."""
