"""The pages beside the chat: plain HTML from templates, our own scripts, and the API behind them."""
