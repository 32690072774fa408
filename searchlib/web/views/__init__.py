"""The pages, one module and one template each: a view is a function from a visit to a response."""
