"""Documents made from an audit's facts."""
