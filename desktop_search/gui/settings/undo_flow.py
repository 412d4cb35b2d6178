"""Takes changes of the settings back, whoever made them: the page, a dropped folder, the first run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop_search.gui.settings.folder_choices import FolderChoices
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar


class UndoFlow(QObject):
    """Stands between the notices, which offer it, and the choices."""

    def __init__(self, choices: FolderChoices, notices: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._choices = choices
        self._notices = notices
        notices.action_asked.connect(self._act)

    def tell_last(self) -> None:
        """Offers to take the last change back, also in a window that was built anew because of it."""
        step = self._choices.last_step
        if step is not None and step.told:
            self._notices.set_notice(Matter.DONE, step.told, self.tr("Undo"))

    @Slot()
    def undo(self) -> None:
        """Takes the last change back."""
        step = self._choices.undo()
        if step is not None:
            told = self.tr("Taken back: %1").replace("%1", step.told)
            self._notices.set_notice(Matter.DONE, told if step.told else "")

    @Slot(object)
    def _act(self, matter: Matter) -> None:
        step = self._choices.last_step
        if matter is Matter.DONE and step is not None and step.told == self._notices.text:
            self.undo()
