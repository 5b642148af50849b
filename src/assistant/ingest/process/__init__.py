"""Reading in child processes: started, confined, limited, told apart from those that misbehave."""
