"""The index held open to be asked for hours, beside the program that writes it: what has changed is seen."""

from __future__ import annotations

from desktop_search import settings as settings_file
from desktop_search.engine import model
from desktop_search.engine.query_service import QueryService
from desktop_search.errors import DesktopSearchError, ModelError
from desktop_search.paths import Paths
from desktop_search.records import Mode, SearchResult
from desktop_search.search.candidates import Meaning
from desktop_search.settings import Settings
from desktop_search.store.paragraphs import StoredParagraph


class FreshQuery:
    """A QueryService that is opened at the first question and brought up to date at each. Stays on one thread."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._service: QueryService | None = None
        self._settings = Settings()
        self._meaning: Meaning | None = None
        self._version = -1  # of the database, when meaning was read

    def search(self, text: str, limit: int, mode: Mode, folder: str | None) -> SearchResult:
        """As QueryService.search, with the sentences that answer. Raises StoreError; ModelError where only meaning
        is asked for and cannot be had."""
        service = self._fresh(needs_meaning=mode == "meaning")
        return service.with_answers(service.search(text, limit, mode, folder))

    def similar(
        self, path: str, line: int | None, limit: int, folder: str | None, start: int | None = None
    ) -> SearchResult:
        """As QueryService.similar. Raises StoreError, ModelError, DocumentError."""
        return self._fresh(needs_meaning=True).similar(path, line, limit, folder, start)

    def read(self, path: str, line: int | None, start: int | None, around: int) -> tuple[StoredParagraph, ...]:
        """As QueryService.read. Raises StoreError, DocumentError."""
        return self._open().read(path, line, start, around)

    def close(self) -> None:
        """Opens again at the next question."""
        if self._service is not None:
            self._service.close()
        self._service, self._meaning = None, None

    def _open(self) -> QueryService:
        if self._service is None:
            self._service = QueryService(self._paths)
            self._version = -1
        return self._service

    def _fresh(self, *, needs_meaning: bool) -> QueryService:
        service = self._open()
        try:
            version = service.version()
        except DesktopSearchError:
            self.close()
            service = self._open()
            version = service.version()
        settings = settings_file.load(self._paths.settings).settings
        same_model = (settings.model, settings.device) == (self._settings.model, self._settings.device)
        if version == self._version and same_model and self._meaning is not None:
            return service
        try:
            if self._meaning is not None and same_model:
                service.use_meaning(model.read_meaning(self._paths, self._meaning.encoder))
            else:
                service.load_meaning(settings)
        except ModelError:
            if needs_meaning:
                raise
        else:
            self._meaning = service.meaning
            self._version, self._settings = version, settings
        return service
