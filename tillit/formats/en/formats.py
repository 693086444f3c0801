# Dates as English is written in Europe: the day before the month, as everywhere else on the site.
DATE_FORMAT = "j F Y"
YEAR_MONTH_FORMAT = "F Y"
