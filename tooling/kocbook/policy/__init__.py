"""Rules about a change: who may write what, judged on the roles and owners of the base."""
