"""The editor of one survey, without its routes: what a form says, what a button does, what the page shows; pure."""
