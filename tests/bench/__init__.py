"""How fast it is with 100,000 proposals: ``make bench``. Not a test: it prints a table and fails nothing.

``__main__`` fills a database of its own once (var/bench, kept for the next run) and asks each module of MEASURES for
its figures. A measurement is a module with a function ``measure(bench)`` that yields Figures.
"""
