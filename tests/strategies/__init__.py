"""Each strategy's promise: that every class of value it names does occur."""
