"""The use cases: what commands, workflows and the editor ask for, without a terminal."""
