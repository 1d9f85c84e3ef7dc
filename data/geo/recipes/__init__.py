"""The recipes: one module a group of layers, each with a `build(fetch, out)`."""
