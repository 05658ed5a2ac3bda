"""What `footnote doctor` looks at: everything of the index, the reader, the language model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `mend` is the command that puts it right, empty if it is well."""

    name: str
    ok: bool
    detail: str
    mend: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def examine(settings: Settings) -> list[Finding]:
    """Every check, in the order in which a start needs them; changes nothing."""
    from index.checking import check
    from index.settings import IndexSettings

    wanted = IndexSettings(embedding_model=settings.embedding_model, threads=settings.threads)
    found = [
        Finding(one.name, one.ok, one.words, "" if one.ok else one.mend)
        for one in check(settings.data, wanted)
    ]
    return [*found, _reader(settings), *_language_model(settings)]


def _reader(settings: Settings) -> Finding:
    """Whether the reader loads and reads one line."""
    from assistant.reader import ReaderError, load_reader

    mend = "pip install --force-reinstall . (or name another one in FOOTNOTE_READER)"
    try:
        reader = load_reader(settings.reader or None, threads=1)
        reader.read("Who won?", ["Ada Bell won."])
    except (ReaderError, OSError, ValueError) as error:
        return Finding("reader", False, str(error), mend)
    return Finding("reader", True, f"{settings.reader or 'the shipped reader'} loads and reads")


def _language_model(settings: Settings) -> list[Finding]:
    """Whether the language model that the settings name answers; nothing where they name none."""
    from assistant.faults import ModelFault
    from assistant.language_model import open_model

    mend = "footnote settings (FOOTNOTE_LANGUAGE_MODEL, _URL, the provider's key)"
    try:
        model = open_model(settings)
        if model is None:
            return []
        model.reply("You answer in one word.", "Are you there?", settings.language_model_deadline)
    except ModelUnavailable as error:
        return [Finding("language model", False, str(error), mend)]
    except ModelFault as error:
        return [Finding("language model", False, f"{error}.", mend)]
    return [Finding("language model", True, f"{model.name} answers")]
