"""Errors that the runtime explains to the author of a pipeline."""


class PipelineError(Exception):
    """A mistake in a pipeline or in how it is run; the message says where, what and the fix."""


class DatasetError(PipelineError):
    """A problem of one dataset; the message does not repeat the dataset's name."""

    def __init__(self, dataset: str, message: str) -> None:
        """Keep the dataset's name beside the message."""
        super().__init__(message)
        self.dataset = dataset
        self.message = message


class ExpectationFailedError(DatasetError):
    """Rows broke a rule whose action is `fail`."""

    def __init__(self, dataset: str, message: str, failed: dict[str, int], rows: int) -> None:
        """Keep how many of how many rows failed each rule."""
        super().__init__(dataset, message)
        self.failed = failed
        self.rows = rows
