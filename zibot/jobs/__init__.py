"""Time passed: each job looks at the rows and does what is due now. Calling it again does nothing more."""
