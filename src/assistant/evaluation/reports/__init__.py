"""What measurements give: rows, figures with intervals, comparisons, the gate, JSON and HTML."""
