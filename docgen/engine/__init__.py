"""Pure: values in, values out. Checks, derived registers, what each document gets, the fill plan."""
