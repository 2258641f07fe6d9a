"""A roster, as organisations really keep it, read row by row into members, with what is wrong said beside each row.

`tables` turns pasted text, CSV or XLSX into cells; `columns` says what each column means; `rows` makes members of them.
All of it is pure: bytes in, rows out.
"""

from giotay.roster.rows import Problem, Roster, Row, read_roster

__all__ = ["Problem", "Roster", "Row", "read_roster"]
