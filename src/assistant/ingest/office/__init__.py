"""Documents of office programs: text, slides, tables; old and protected ones too."""
