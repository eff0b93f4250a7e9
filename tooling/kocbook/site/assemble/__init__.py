"""From views to files: the assembled folder that the engine builds."""
