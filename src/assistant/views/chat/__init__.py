"""The chat's page around its engine (`ui`): template, words, styles and scripts."""
