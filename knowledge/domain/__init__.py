"""Pure rules of the account map: values in, values out; only the standard library and pydantic."""
