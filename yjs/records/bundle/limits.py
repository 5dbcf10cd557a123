"""How much a bundle may hold. Nothing is read beyond these."""

PACKED = 50 * 1024 * 1024
UNPACKED = 500 * 1024 * 1024
FILES = 32
ROWS = 1_000_000
CELL = 10_000
COLUMNS = 200
# Parts inside one workbook, which is a zip of its own.
PARTS = 1_000
# Real records pack ten to fifty times smaller; only a bomb, above the size, packs so much better.
RATIO = 200
RATIO_ABOVE = 10 * 1024 * 1024
# The longest line read at once: wide, and far from all that fits.
LINE = 1_000_000
