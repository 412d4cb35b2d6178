"""The model that finds by meaning, in the settings: which one, what another one costs, and on what it computes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLineEdit, QPushButton

from desktop_search.engine.messages import Status
from desktop_search.engine.settings_messages import ModelNews, ModelsKnown
from desktop_search.gui import status_words
from desktop_search.gui.settings.settings_general import Choice
from desktop_search.gui.settings.settings_row import SettingsRow, SettingsSection
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.flow_row import FlowRow
from desktop_search.gui.wording import engine_words, words
from desktop_search.settings import Settings

translate = QCoreApplication.translate


class ModelSection(SettingsSection):
    """`changed` carries new values and a sentence; the other signals carry what the person has typed or agreed to."""

    changed = Signal(object, str)
    asked = Signal(str)
    agreed = Signal(str)
    stop_asked = Signal()
    folder_asked = Signal()

    def __init__(self) -> None:
        self._now = SettingsRow(translate("Settings", "In use"), " ")
        self._choices = FlowRow(4)
        known = SettingsRow(
            translate("Settings", "Model"),
            translate("Settings", "A larger one finds better and takes longer. The one before answers meanwhile."),
            self._choices,
        )
        buttons = FlowRow(8)
        self.edit = QLineEdit()
        self.look_up = QPushButton(translate("Settings", "Look up"))
        self._folder = QPushButton(translate("Settings", "A folder…"))
        another = SettingsRow(translate("Settings", "Another model"), _explained(), buttons)
        self._go = QPushButton()
        self._stop = QPushButton(translate("Settings", "Stop"))
        agree = FlowRow(8)
        self._news = SettingsRow(" ", " ", agree)
        device = Choice("device", translate("Settings", "Computes on"), _devices(), more="device cpu gpu cuda mps")
        super().__init__(
            translate("Settings", "Model and device"),
            (self._now, known, another, self._news, device),
            translate("Settings", "meaning download hub embedding"),
        )
        self._device = device
        device.changed.connect(self.changed)
        self.edit.setPlaceholderText(translate("Settings", "maker/model"))
        self.edit.setAccessibleName(translate("Settings", "Name of a model on the hub"))
        self.edit.setFont(theme.font(theme.TEXT))
        self.edit.setMinimumSize(theme.scaled(180), theme.scaled(28))
        self.edit.setMaxLength(500)
        self.edit.textChanged.connect(self._typing)
        self.edit.returnPressed.connect(self._ask)
        self.look_up.clicked.connect(self._ask)
        self._folder.clicked.connect(self.folder_asked)
        for part in (self.edit, self.look_up, self._folder):
            buttons.add(part)
        self._go.setProperty("primary", True)
        self._go.clicked.connect(self._agree)
        self._stop.clicked.connect(self.stop_asked)
        for button in (self._go, self._stop):
            agree.add(button)
        self._agreement = agree
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._choose)
        self._known: list[tuple[str, str, str]] = []
        self._model = ""
        self._offered = ""
        self._show_news("", "", go="", stop=False)
        self._typing()

    @property
    def news(self) -> str:
        """What is said about the model that was asked for."""
        return self._news.hint.text()

    @property
    def agree_button(self) -> QPushButton:
        """The button that agrees to a download."""
        return self._go

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen."""
        self._model = settings.model
        self._device.show_settings(settings)
        self._mark()

    def show_known(self, known: ModelsKnown) -> None:
        """Makes a button for each model that is on this machine."""
        values = [("", known.bundled, translate("Settings", "Comes with the program."))]
        values += [(one.path, one.name, words.size(one.size)) for one in known.downloaded]
        if self._model and self._model not in [value for value, _, _ in values]:
            values.append((self._model, words.folder_name(self._model), self._model))
        if values == self._known:
            return
        self._known = values
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._choices.drop(button)
        for value, told, tip in values:
            button = QPushButton(told)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setProperty("model", value)
            button.setToolTip(tip)
            button.setAccessibleName(translate("Settings", "Model: %1").replace("%1", told))
            self._group.addButton(button)
            self._choices.add(button)
        self._mark()

    def show_status(self, status: Status) -> None:
        """Says which model answers, on what, and how much it knows."""
        if status.model is None:
            self._now.tell(
                engine_words.told(status.meaning_problem) or translate("Settings", "No model is loaded yet.")
            )
            return
        told = translate("Settings", "%1 on %2, %3")
        told = told.replace("%3", status_words.meaning(status)).replace("%2", status.device)
        self._now.tell(told.replace("%1", status.model.name))

    def show_news(self, news: ModelNews, paragraphs: int) -> None:
        """Shows the offer, the progress or the problem of a model that was asked for."""
        self._offered = news.name
        if news.state == "offer":
            told = translate(
                "Settings",
                "%1 to download, once. Then %2 are learnt anew; the present model answers until that is done.",
            )
            told = told.replace("%2", words.paragraphs(paragraphs)).replace("%1", words.size(news.size))
            self._show_news(news.name, told, go=translate("Settings", "Download and use"), stop=False)
            self._go.setFocus()
        elif news.state == "fetching":
            told = translate("Settings", "%1 of %2 are here (%3 %).")
            told = told.replace("%3", str(100 * news.done // max(1, news.size)))
            told = told.replace("%2", words.size(news.size)).replace("%1", words.size(news.done))
            self._show_news(news.name, told, go="", stop=True)
        elif news.state == "failed":
            self._show_news(news.name, engine_words.told(news.problem), go="", stop=False)
        elif news.state == "stopped":
            told = translate("Settings", "The download was stopped; it can be gone on with.")
            self._show_news(news.name, told, go=translate("Settings", "Go on"), stop=False)
        else:
            self.edit.clear()
            self._show_news("", "", go="", stop=False)

    def show_asking(self, name: str) -> None:
        """A model is being looked up."""
        self._show_news(name, translate("Settings", "Looking it up…"), go="", stop=False)

    def narrow(self, words: Sequence[str]) -> bool:
        """As every section does; without news there is no row for them."""
        found = super().narrow(words)
        self._news.setVisible(self._news.isVisibleTo(self) and bool(self._news.hint.text()))
        return found

    def _show_news(self, name: str, told: str, go: str, stop: bool) -> None:
        self._news.rename(name)
        self._news.tell(told)
        self._go.setText(go)
        self._go.setVisible(bool(go))
        self._stop.setVisible(stop)
        self._agreement.setVisible(bool(go) or stop)
        self._agreement.place()
        self._news.setVisible(bool(told))

    def _mark(self) -> None:
        for button in self._group.buttons():
            button.setChecked(button.property("model") == self._model)

    @Slot()
    def _typing(self) -> None:
        self.look_up.setEnabled(bool(self.edit.text().strip()))

    @Slot()
    def _ask(self) -> None:
        name = self.edit.text().strip()
        if name:
            self.asked.emit(name)

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit(self._offered)

    @Slot(QAbstractButton)
    def _choose(self, button: QAbstractButton) -> None:
        told = translate("Settings", "Model: %1").replace("%1", button.text())
        self.changed.emit({"model": str(button.property("model"))}, told)


def _explained() -> str:
    return translate(
        "Settings", "A folder with a model in it, or the name of one on the hub. Only then is the network used."
    )


def _devices() -> list[tuple[str, str, str]]:
    apple = sys.platform == "darwin"
    graphics = ("mps", translate("Settings", "Apple graphics"), "mps")
    if not apple:
        graphics = ("cuda", translate("Settings", "NVIDIA graphics card"), "cuda")
    best = translate("Settings", "What is fastest here.")
    return [
        ("auto", translate("Settings", "Automatic"), best),
        ("cpu", translate("Settings", "Processor"), "cpu"),
        graphics,
    ]
