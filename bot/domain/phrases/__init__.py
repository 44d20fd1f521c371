"""Plain words about time, in four languages, made into a recurrence rule or a date; what is not certain is asked."""
