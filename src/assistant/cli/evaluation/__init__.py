"""`assistant eval`: the commands, put together."""

from assistant.cli.evaluation import agreement as _agreement  # noqa: F401
from assistant.cli.evaluation import answers as _answers  # noqa: F401
from assistant.cli.evaluation import calibrate as _calibrate  # noqa: F401
from assistant.cli.evaluation import cases as _cases  # noqa: F401
from assistant.cli.evaluation import compare as _compare  # noqa: F401
from assistant.cli.evaluation import gate as _gate  # noqa: F401
from assistant.cli.evaluation import judge as _judge  # noqa: F401
from assistant.cli.evaluation import pooling as _pooling  # noqa: F401
from assistant.cli.evaluation import propose as _propose  # noqa: F401
from assistant.cli.evaluation import retrieval as _retrieval  # noqa: F401  (registers its command)
from assistant.cli.evaluation.app import eval_app

__all__ = ["eval_app"]
