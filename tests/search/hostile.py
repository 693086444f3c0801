"""What somebody may write in the search field to see what happens."""

HOSTILE = {
    "long": "tillit " * 1500,
    "one long word": "å" * 10_000,
    "stop words": "och att det som en",
    "operators": "-- -tillit OR AND NOT NEAR(a b, 2) + * ^ | & ! ( ) < > <-> :*",
    "quotes": "\"\"\"tillit\" ' '' \" “tillit” ”",
    "fts5": 'title:tillit OR {title body}: "x" * NEAR("a" "b")',
    "tsquery": "tillit & !chef | (a <-> b):*ABCD",
    "sql": "'; DROP TABLE search_index; -- ' OR 1=1",
    "nul": "til\x00lit\x01\x1f",
    "right to left": "\u202etillit\u202c\u2066chef\u2069 עברית",
    "emoji": "😀 👩‍👩‍👧 tillit 🏳️‍🌈",
    "markup": "<script>alert(1)</script><b>tillit</b>&amp;",
    "percent": "%s %(x)s %% {} {0} tillit",
    "keys": "kommun: kommun:: genre:x:y :tillit kommun:'; år:9999999999999999",
    "combining": "a\u0308ldreomsorg tillit\u0301\u0301\u0301",
    "only minus": "- -- --- -\"\" \"",
    "numbers": "1 2 3 999999999999999999999999999999",
    "backslash": "tillit\\ \\' \\\\",
}  # fmt: skip
